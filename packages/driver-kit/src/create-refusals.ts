import { failure, IdvError, type IdvErrorCode, type IdvErrorOptions, type IdvResult } from "@idvkit/core";

type More = Omit<IdvErrorOptions, "code" | "message" | "provider">;

/** The errors of one driver: all of them name it. Messages hold paths, never values. */
export interface Refusals {
  error(code: IdvErrorCode, message: string, more?: More): IdvError;
  /** A call that fails with such an error. */
  refuse(code: IdvErrorCode, message: string, more?: More): IdvResult<never>;
}

export function createRefusals(provider: string): Refusals {
  const error: Refusals["error"] = (code, message, more) => new IdvError({ ...more, code, message, provider });
  return { error, refuse: (code, message, more) => failure(error(code, message, more)) };
}
