import type { PdfVerification } from "../verification.ts";

/** The result as JSON: times as ISO 8601, certificates as base64. */
export function toJson(verification: PdfVerification): unknown {
  return JSON.parse(
    JSON.stringify(verification, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value,
    ),
  );
}
