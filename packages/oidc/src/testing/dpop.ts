import { createHash } from "node:crypto";
import { OAuthRefusal } from "./answer.ts";
import { simulatedAlgorithms } from "./keys.ts";
import type { Stage } from "./stage.ts";

/** Old and future proofs beyond this are refused. */
const clockToleranceSeconds = 300;

interface Expected {
  /** Address of the endpoint as the discovery document has it. */
  url: string;
  accessToken?: string;
  /** Endpoints of a resource refuse with 401 and a challenge. */
  resource?: true;
}

/** Thumbprint of the key of a request's DPoP proof, `undefined` without a proof (RFC 9449, section 4.3). */
export async function dpopThumbprint(stage: Stage, request: Request, expected: Expected): Promise<string | undefined> {
  const proof = request.headers.get("dpop");
  if (proof === null) return undefined;
  const { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } = await import("jose");
  const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
    typ: "dpop+jwt",
    algorithms: [...simulatedAlgorithms],
    currentDate: stage.now(),
  }).catch(() => {
    throw invalidProof("signature");
  });
  if (payload.htm !== request.method || payload.htu !== expected.url) throw invalidProof("htm or htu");
  if (Math.abs(stage.seconds() - Number(payload.iat)) > clockToleranceSeconds) throw invalidProof("iat");
  if (expected.accessToken !== undefined && payload.ath !== hash(expected.accessToken)) throw invalidProof("ath");
  if (demandsNonce(stage) && payload.nonce !== dpopNonce) throw nonceDemand(stage, expected);
  if (!stage.store.firstSight("proof", String(payload.jti))) throw invalidProof("jti used before");
  return calculateJwkThumbprint(protectedHeader.jwk ?? {});
}

/** The one nonce that this provider gives. */
const dpopNonce = "simulated-dpop-nonce";

function demandsNonce(stage: Stage): boolean {
  const rule = stage.misbehaviours().find(({ dpopNonce }) => dpopNonce !== undefined)?.dpopNonce;
  return rule === undefined ? (stage.options.demandDpopNonce ?? false) : rule === "always";
}

function nonceDemand(stage: Stage, { resource }: Expected): OAuthRefusal {
  const headers: Record<string, string> = { "dpop-nonce": dpopNonce };
  if (!resource) return new OAuthRefusal("use_dpop_nonce", "a nonce is required", 400, headers);
  const scheme = stage.misbehaviours().find(({ dpopScheme }) => dpopScheme !== undefined)?.dpopScheme ?? "DPoP";
  headers["www-authenticate"] = `${scheme} error="use_dpop_nonce", error_description="a nonce is required"`;
  return new OAuthRefusal("use_dpop_nonce", "a nonce is required", 401, headers);
}

function invalidProof(description: string): OAuthRefusal {
  return new OAuthRefusal("invalid_dpop_proof", description);
}

function hash(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
