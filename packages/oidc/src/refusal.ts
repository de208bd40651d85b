import { failure, IdvError, type IdvErrorCode, type IdvErrorOptions, type IdvResult } from "@idvkit/core";

/** The name in errors. In data blocks stands the name of the OpenID Provider. */
export const provider = "oidc";
export const methodType = "oidc";

/** An error of this driver. `message` names paths, never values. */
export function oidcError(
  code: IdvErrorCode,
  message: string,
  more: Omit<IdvErrorOptions, "code" | "message" | "provider"> = {},
): IdvError {
  return new IdvError({ code, message, provider, ...more });
}

/** A call that fails with such an error. */
export function refuse(
  code: IdvErrorCode,
  message: string,
  more?: Omit<IdvErrorOptions, "code" | "message" | "provider">,
): IdvResult<never> {
  return failure(oidcError(code, message, more));
}
