import { text } from "node:stream/consumers";
import type { IdvNodeResult, Vault } from "@idvkit/core";
import { type ReverifiedEvidence, type ReverifyOptions, reverifyEvidence } from "@idvkit/oidc";

/** Years later, without the provider. `trustedKeys` are keys of the issuer that you kept, or got, from elsewhere. */
export async function proveAgain(
  { dataBlocks }: IdvNodeResult,
  vault: Vault,
  expected: ReverifyOptions,
): Promise<ReverifiedEvidence> {
  const methods = dataBlocks.flatMap((block) =>
    block.type === "verification" && block.status === "STORED" ? block.content.methods : [],
  );
  const reference = methods.flatMap(({ evidence }) => evidence).find(({ type }) => type === "idToken")?.ref;
  const kept = reference === undefined || typeof reference === "string" ? null : await vault.get(reference);
  if (kept === null) throw new Error("nothing was kept");
  const proof = await reverifyEvidence(JSON.parse(await text(kept.content)), expected);
  if (!proof.ok) throw proof.error; // invalid_response; error.reason says what does not hold
  return proof.value; // claims, issuer, clientId, verifiedAt
}
