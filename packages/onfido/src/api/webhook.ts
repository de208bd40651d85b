import { failure, type HttpRequest, IdvError, type IdvResult, type Secret } from "@idvkit/core";
import { verifyHmac } from "@idvkit/driver-kit";
import { refuse } from "../refusal.ts";

const signatureHeader = "x-sha2-signature";

/** Onfido sends lower-case hex only; a second spelling of one signature would be a second form of one delivery. */
const signatureForm = /^[0-9a-f]{64}$/;

/**
 * Checks that Onfido sent a webhook: HMAC-SHA256 over the raw body with the webhook's token, in `X-SHA2-Signature`
 * (Onfido API reference, "Verifying webhook signatures"). The form of the header is checked before it is decoded: exactly one
 * value of 64 lower-case hex characters. Several tokens while one is rotated; any of them may have signed.
 *
 * Fails with `invalid_callback` when the signature is missing, doubled, malformed or wrong, and with `configuration` when
 * there is no token or one cannot be read.
 */
export async function verifyWebhook(request: HttpRequest, tokens: readonly Secret[]): Promise<IdvResult<void>> {
  const values = Object.entries(request.headers).filter(([name]) => name.toLowerCase() === signatureHeader);
  const signature: unknown = values[0]?.[1];
  if (values.length === 0) return refused("missing");
  if (values.length > 1) return refused("more than one");
  if (typeof signature !== "string" || !signatureForm.test(signature)) return refused("malformed");
  const checked = await verifyHmac({
    algorithm: "sha256",
    body: request.body,
    signature,
    encoding: "hex",
    caseInsensitive: false,
    secrets: tokens,
  });
  return checked.ok ? checked : failure(new IdvError({ ...checked.error.toJSON(), provider: "onfido" }));
}

function refused(problem: string): IdvResult<never> {
  const message = `request.headers.${signatureHeader}: ${problem}`;
  return refuse("invalid_callback", message);
}
