import { failure, IdvError, type IdvErrorCode, type IdvResult } from "@idvkit/core";
import { provider } from "./profile.ts";

/** An error of this driver's own. The message holds paths and reasons, never values. */
export function acmeError(code: IdvErrorCode, message: string): IdvError {
  return new IdvError({ code, message, provider });
}

/** What a call that fails with such an error gives. */
export function refuse(code: IdvErrorCode, message: string): IdvResult<never> {
  return failure(acmeError(code, message));
}
