import { failure, IdvError, isIdvError } from "@idvkit/core";

/**
 * Runs a driver's method so that it never throws and never rejects. A thrown `IdvError` (a vault's, say) becomes the
 * result; anything else becomes `interrupted`, with nothing of its message.
 */
export async function contained<R>(provider: string, run: () => Promise<R>): Promise<R | ReturnType<typeof failure>> {
  try {
    return await run();
  } catch (cause) {
    if (isIdvError(cause)) return failure(cause);
    const message = "the call broke off unexpectedly";
    return failure(new IdvError({ code: "interrupted", message, retryable: true, provider, cause }));
  }
}
