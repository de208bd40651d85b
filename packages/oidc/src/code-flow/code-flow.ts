import { cancelLogin } from "../cancel.ts";
import type { Flow } from "../flow.ts";
import { dispatchCode } from "./dispatch.ts";
import { handleReturn, resume } from "./return.ts";

/** Authorization code flow: the person is sent to the provider and comes back. */
export const codeFlow: Flow = {
  dispatch: dispatchCode,
  callback: handleReturn,
  poll: resume,
  cancel: cancelLogin,
};
