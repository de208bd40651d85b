import type { CallbackResult, CallbackWork, HttpRequest } from "@idvkit/core";
import { answered, constantTimeEqual } from "@idvkit/driver-kit";
import { pingedId } from "../callback.ts";
import { refuse } from "../refusal.ts";
import type { Step } from "../step.ts";
import { askProvider, openBackchannel } from "./poll.ts";

/** The provider says that the person is done (CIBA, section 10.2). What they did is asked of the provider itself. */
export async function handlePing(step: Step<CallbackWork>): Promise<CallbackResult> {
  const { flow } = step.settings;
  if (flow.kind !== "ciba" || flow.delivery !== "ping") {
    return answered(refuse("unsupported", "callback: this flow takes no pings"));
  }
  const opened = await openBackchannel(step);
  if (!opened.ok) return answered(opened);
  const { clientNotificationToken = "", authReqId } = opened.value;
  const { request } = step.work;
  const shown = bearerToken(request);
  if (shown === undefined || clientNotificationToken === "" || !constantTimeEqual(shown, clientNotificationToken)) {
    return answered(
      refuse("invalid_callback", "request.headers.authorization: not the token of this login", {
        reason: "ping_token_mismatch",
      }),
    );
  }
  const named = pingedId(request);
  if (named === undefined || !constantTimeEqual(named, authReqId)) {
    return answered(
      refuse("invalid_callback", "request.body.auth_req_id: another login", { reason: "ping_request_mismatch" }),
    );
  }
  return answered(await askProvider(step, opened.value));
}

/** RFC 6750, section 2.1. */
function bearerToken({ headers }: HttpRequest): string | undefined {
  return /^Bearer +([\w.~+/-]+=*) *$/i.exec(headers.authorization ?? "")?.[1];
}
