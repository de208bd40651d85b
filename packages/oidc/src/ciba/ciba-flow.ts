import { cancelLogin } from "../cancel.ts";
import type { Flow } from "../flow.ts";
import { dispatchBackchannel } from "./dispatch.ts";
import { handlePing } from "./ping.ts";
import { pollLogin } from "./poll.ts";

/** Client-initiated backchannel authentication: the provider asks the person on a device of theirs (CIBA Core 1.0). */
export const cibaFlow: Flow = {
  dispatch: dispatchBackchannel,
  callback: handlePing,
  poll: pollLogin,
  cancel: cancelLogin,
};
