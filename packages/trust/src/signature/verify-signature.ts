import { constants, createVerify, type KeyObject, verify } from "node:crypto";
import type { AlgorithmIdentifier } from "./algorithm-identifier.ts";
import { holdsDigestInfo } from "./digest-info.ts";
import { type DigestName, digestName, isWeakDigest } from "./digests.ts";
import { keyStrengthOf } from "./key-strength.ts";
import { allowsPss, boundToPss } from "./rsa-pss-key.ts";
import { type RsaPssParameters, readRsaPssParameters } from "./rsa-pss-parameters.ts";
import { type SignatureFamily, type SignatureScheme, signatureSchemes } from "./schemes.ts";

export interface SignatureRequest {
  algorithm: AlgorithmIdentifier;
  /** Object identifier of the hash where it is named apart, as in CMS; it has to agree with an algorithm that names its own. */
  digestOid?: string;
  publicKey: KeyObject;
  /** What was signed, in chunks, in order. */
  data: readonly Uint8Array[];
  signature: Uint8Array;
}

export type SignatureFindingCode =
  /** An algorithm that is not known, or one whose hash is not named anywhere. */
  | "algorithm_unknown"
  /** A hash function that is not known. */
  | "digest_unknown"
  /** The digest that was named apart is not the one that the signature algorithm names. */
  | "digest_contradicts_algorithm"
  /** Parameters of the algorithm that are not as its standard has them. */
  | "parameters_unreadable"
  /** The key is for another algorithm. */
  | "key_type_mismatch"
  /** A hash function that no longer resists collisions. */
  | "weak_hash"
  /** RSA below 2048 bits, or a curve below 224. */
  | "short_key"
  /** The parameters of the curve are written out in the key. */
  | "curve_unnamed"
  /** PKCS#1 v1.5 with the other one of the two allowed encodings. */
  | "digest_info_without_null";

export interface SignatureFinding {
  code: SignatureFindingCode;
}

export interface SignatureCheck {
  /** Weak algorithms and short keys are findings and do not change it: they are for the caller's policy. */
  status: "valid" | "invalid" | "unsupported";
  scheme?: {
    family: SignatureFamily;
    /** As `node:crypto` names it; of EdDSA the one that its standard goes with. */
    hash: string;
    /** Bits of an RSA modulus or of a curve's field. */
    keyBits?: number;
    curve?: string;
  };
  findings: readonly SignatureFinding[];
}

/** What {@link verifySignature} is left with after the identifiers have been looked up. */
interface Plan {
  family: SignatureFamily;
  hash: DigestName;
  pss?: RsaPssParameters;
}

type Refusal = Pick<SignatureCheck, "status"> & { code: SignatureFindingCode };

/**
 * Verifies one signature with `node:crypto`: RSA PKCS#1 v1.5 and PSS (RFC 8017), ECDSA with DER and with plain signatures, Ed25519 and
 * Ed448. Never throws: what cannot be verified is `unsupported`, what does not fit together `invalid`, both with a finding.
 */
export function verifySignature(request: SignatureRequest): SignatureCheck {
  const scheme = signatureSchemes[request.algorithm.oid];
  if (scheme === undefined) return refused({ status: "unsupported", code: "algorithm_unknown" });
  const plan = planOf(scheme, request);
  if ("code" in plan) return refused(plan);
  const { isShort, hasUnnamedCurve, ...strength } = keyStrengthOf(request.publicKey);
  const described = { scheme: { family: plan.family, hash: plan.hash, ...strength } };
  if (!isKeyFor(scheme, plan, request.publicKey)) {
    return { status: "invalid", ...described, findings: [{ code: "key_type_mismatch" }] };
  }
  const { isValid, withoutNull = false } = run(plan, request);
  const codes: SignatureFindingCode[] = [];
  if (isWeakDigest(plan.hash)) codes.push("weak_hash");
  if (isShort) codes.push("short_key");
  if (hasUnnamedCurve) codes.push("curve_unnamed");
  if (withoutNull) codes.push("digest_info_without_null");
  return { status: isValid ? "valid" : "invalid", ...described, findings: codes.map((code) => ({ code })) };
}

function isKeyFor({ keyTypes }: SignatureScheme, { pss }: Plan, publicKey: KeyObject): boolean {
  if (!keyTypes.includes(publicKey.asymmetricKeyType ?? "")) return false;
  return pss === undefined || allowsPss(publicKey, pss);
}

function refused({ status, code }: Refusal): SignatureCheck {
  return { status, findings: [{ code }] };
}

function planOf(scheme: SignatureScheme, { algorithm, digestOid }: SignatureRequest): Plan | Refusal {
  const named = digestOid === undefined ? undefined : digestName(digestOid);
  if (digestOid !== undefined && named === undefined) return { status: "unsupported", code: "digest_unknown" };
  if (scheme.family === "rsa-pss") return pssPlan(algorithm, named);
  const hash = scheme.hash ?? named;
  if (hash === undefined) return { status: "unsupported", code: "algorithm_unknown" };
  if (named !== undefined && named !== hash) return { status: "invalid", code: "digest_contradicts_algorithm" };
  return { family: scheme.family, hash };
}

function pssPlan(algorithm: AlgorithmIdentifier, named: DigestName | undefined): Plan | Refusal {
  const pss = pssParametersOf(algorithm);
  if (pss === undefined) return { status: "invalid", code: "parameters_unreadable" };
  const { hash, maskHash } = pss;
  if (hash === undefined || maskHash === undefined) return { status: "unsupported", code: "digest_unknown" };
  if (named !== undefined && named !== hash) return { status: "invalid", code: "digest_contradicts_algorithm" };
  return { family: "rsa-pss", hash, pss };
}

function pssParametersOf(algorithm: AlgorithmIdentifier): RsaPssParameters | undefined {
  try {
    return readRsaPssParameters(algorithm.parameters);
  } catch {
    return undefined;
  }
}

/** `node:crypto` throws for keys and signatures of impossible sizes: they verify nothing. */
function run(plan: Plan, request: SignatureRequest): { isValid: boolean; withoutNull?: boolean } {
  try {
    return runners[plan.family](plan, request);
  } catch {
    return { isValid: false };
  }
}

type Runner = (plan: Plan, request: SignatureRequest) => { isValid: boolean; withoutNull?: boolean };

const runners: Readonly<Record<SignatureFamily, Runner>> = {
  "rsa-pkcs1": (plan, request) => {
    if (hashedAndVerified(plan, request, { key: request.publicKey })) return { isValid: true };
    const form = holdsDigestInfo(request.publicKey, plan.hash, request.data, request.signature);
    return { isValid: form !== undefined, withoutNull: form === "withoutNull" };
  },
  "rsa-pss": (plan, request) => {
    const { maskHash, saltLength = 0 } = plan.pss ?? {};
    const key = maskHash === plan.hash ? request.publicKey : boundToPss(request.publicKey, request.algorithm);
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    return { isValid: hashedAndVerified(plan, request, { key, padding, saltLength }) };
  },
  ecdsa: (plan, request) => ({
    isValid: hashedAndVerified(plan, request, { key: request.publicKey, dsaEncoding: "der" }),
  }),
  "plain-ecdsa": (plan, request) => ({
    isValid: hashedAndVerified(plan, request, { key: request.publicKey, dsaEncoding: "ieee-p1363" }),
  }),
  eddsa: (_plan, { publicKey, data, signature }) => ({
    isValid: verify(null, data.length === 1 && data[0] ? data[0] : Buffer.concat(data), publicKey, signature),
  }),
};

interface KeyUse {
  key: KeyObject;
  padding?: number;
  saltLength?: number;
  dsaEncoding?: "der" | "ieee-p1363";
}

function hashedAndVerified(plan: Plan, { data, signature }: SignatureRequest, key: KeyUse): boolean {
  const verifier = createVerify(plan.hash);
  for (const chunk of data) verifier.update(chunk);
  return verifier.verify(key, signature);
}
