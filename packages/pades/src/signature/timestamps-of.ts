import { type Certificate, digestOfChunks } from "@idvkit/trust";
import { checkTimestampToken, type TimestampCheck } from "../cms/timestamp.ts";
import { findingOf } from "../findings.ts";
import type { PdfTimestamp } from "../verification.ts";
import type { InspectedSignature } from "./inspected-signature.ts";
import { type TrustMaterial, trustOf } from "./trust-of.ts";

const timeStampingPurpose = "1.3.6.1.5.5.7.3.8";

/** A timestamp over a signature, with the revision whose content it covers. */
export interface CheckedTimestamp extends PdfTimestamp {
  certificate: Certificate | undefined;
  /** Of a document timestamp: the revision that it covers. */
  revisionIndex: number | undefined;
}

/** The signature timestamps inside a signature. */
export async function signatureTimestamps(
  { check: { signer } }: InspectedSignature,
  material: TrustMaterial,
  at: Date | undefined,
): Promise<CheckedTimestamp[]> {
  const tokens = signer?.timestampTokens ?? [];
  return Promise.all(
    tokens.map((token) => {
      const check = checkTimestampToken(token, {
        imprintOf: (hash) => digestOfChunks(hash, [signer?.signatureValue ?? new Uint8Array()]),
        certificates: [...(signer?.certificates ?? []), ...material.certificates],
        cache: material.cache,
      });
      return timestampOf("signature", check, undefined, material, at);
    }),
  );
}

/** A document timestamp. One that was changed later, or stands in a dictionary of another type, proves nothing. */
export async function documentTimestamp(
  { check: { timestamp }, intact, found, revisionIndex }: InspectedSignature,
  material: TrustMaterial,
  at: Date | undefined,
): Promise<CheckedTimestamp[]> {
  if (timestamp === undefined) return [];
  const proves = intact && !found.problems.includes("timestamp_type_wrong");
  return [
    await timestampOf("document", { ...timestamp, valid: timestamp.valid && proves }, revisionIndex, material, at),
  ];
}

/** An authority's certificate has to be good at the time that it states, unless the caller names another. */
async function timestampOf(
  kind: PdfTimestamp["kind"],
  { valid, time, certificate, certificates, crls, ocspResponses, findings }: TimestampCheck,
  revisionIndex: number | undefined,
  material: TrustMaterial,
  at: Date | undefined,
): Promise<CheckedTimestamp> {
  const decided =
    certificate === undefined || time === undefined
      ? undefined
      : await trustOf(
          certificate,
          at ?? time,
          {
            ...material,
            certificates: [...certificates, ...material.certificates],
            crls: [...crls, ...material.crls],
            ocspResponses: [...ocspResponses, ...material.ocspResponses],
          },
          { extendedKeyUsage: timeStampingPurpose },
        );
  const trust = decided?.trust ?? "unknown";
  return {
    kind,
    valid,
    trust,
    ...(time !== undefined && { time }),
    ...(certificate !== undefined && { authority: certificate.subject.text }),
    findings: [
      ...findings.map(({ code }) => findingOf(code)),
      ...(trust === "trusted" || trust === "unknown" ? [] : [findingOf("timestamp_untrusted")]),
    ],
    certificate,
    revisionIndex,
  };
}
