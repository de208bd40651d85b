import { createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { failure, type IdvError, type IdvResult, type JsonObject, success } from "@idvkit/core";
import { decodeBase64url } from "@idvkit/driver-kit";
import type { JSONWebKeySet, JWK, JWSHeaderParameters } from "jose";
import { refuse } from "../refusal.ts";
import { isProvingAlgorithm } from "./signing-algorithms.ts";
import { checkKeySize, isSignedBy } from "./verify-signature.ts";

/** Where signature keys come from. `refresh` gives newer ones, or undefined when there are none to be had. */
export interface KeySource {
  get(): Promise<IdvResult<JSONWebKeySet>>;
  refresh(): Promise<IdvResult<JSONWebKeySet> | undefined>;
}

/** A JWS whose signature was checked. */
export interface VerifiedJws {
  claims: JsonObject;
  header: JWSHeaderParameters & { alg: string };
  /** The public key that it verified with. */
  jwk: JWK;
}

/** Keys of one id that are tried. More would make a forged token dear. */
const mostCandidates = 8;

/**
 * Checks the signature of a compact JWS (RFC 7515) by the provider's keys. A key id that nobody knows makes the keys be
 * fetched once more: the provider may have changed them. A token without a key id needs a set in which one key fits.
 * Fails with `invalid_response` and a reason that begins with `name`.
 *
 * @param algorithms Those that were agreed on. Default: every one that proves something to a third party.
 */
export async function verifyJws(
  jws: string,
  keys: KeySource,
  { name, algorithms }: { name: string; algorithms?: readonly string[] },
): Promise<IdvResult<VerifiedJws>> {
  const header = headerOf(jws);
  if (header === undefined) return refuse("invalid_response", `${name}: no JWS`, { reason: `${name}_unreadable` });
  const refused = refusedHeader(header, algorithms);
  if (refused !== undefined) {
    return refuse("invalid_response", `${name}: header not accepted`, { reason: `${name}_${refused}` });
  }
  const jwks = await keys.get();
  if (!jwks.ok) return jwks;
  const first = await verifyByAny(jws, header, jwks.value, name);
  if (first.ok || first.error.reason !== `${name}_key_not_found`) return first;
  const newer = await keys.refresh();
  // They were fetched a moment ago, or cannot be fetched now: the next try may find the key.
  if (newer === undefined) return keyNotFound(name, { retryable: true });
  return newer.ok ? verifyByAny(jws, header, newer.value, name) : newer;
}

/** What is wrong with a header, as the end of a reason. */
export function refusedHeader({ alg, crit }: SignedHeader, algorithms?: readonly string[]): string | undefined {
  if (alg === "none") return "unsigned";
  if (/^HS\d/.test(alg)) return "symmetric";
  if (!isProvingAlgorithm(alg) || algorithms?.includes(alg) === false) return "algorithm_refused";
  // Nobody here understands an extension, and who does not understand one must refuse (RFC 7515, section 4.1.11).
  return crit === undefined ? undefined : "extension_refused";
}

export type SignedHeader = JWSHeaderParameters & { alg: string };

/** The protected header of a compact JWS of three parts; undefined for anything else. */
export function headerOf(jws: string): SignedHeader | undefined {
  const [protectedHeader = "", ...others] = jws.split(".");
  if (others.length !== 2) return undefined;
  try {
    const header: unknown = JSON.parse(decodeBase64url(protectedHeader)?.toString("utf8") ?? "");
    const { alg } = (header ?? {}) as Record<string, unknown>;
    return typeof alg === "string" ? { ...(header as JWSHeaderParameters), alg } : undefined;
  } catch {
    return undefined;
  }
}

async function verifyByAny(
  jws: string,
  header: SignedHeader,
  jwks: JSONWebKeySet,
  name: string,
): Promise<IdvResult<VerifiedJws>> {
  const fitting = jwks.keys.filter((jwk) => fits(jwk, header));
  // Evidence names the one key that it verifies with: which one it is must not be a guess.
  if (header.kid === undefined && fitting.length > 1) {
    return refuse("invalid_response", `${name}.kid: missing, and several keys fit`, {
      reason: `${name}_key_ambiguous`,
    });
  }
  const candidates = fitting.slice(0, mostCandidates);
  let refusal: IdvError | undefined;
  for (const jwk of candidates) {
    const verified = await verifyBy(jws, header, jwk, name);
    if (verified.ok) return verified;
    refusal = verified.error;
  }
  if (refusal !== undefined) return failure(refusal);
  return keyNotFound(name);
}

function keyNotFound(name: string, more: { retryable?: true } = {}): IdvResult<never> {
  const reason = `${name}_key_not_found`;
  return refuse("invalid_response", `${name}: signed with an unknown key`, { reason, ...more });
}

/** Checks a signature by one key. Fails with `invalid_response`. */
export async function verifyBy(
  jws: string,
  header: SignedHeader,
  jwk: JWK,
  name: string,
): Promise<IdvResult<VerifiedJws>> {
  const invalid = (cause?: unknown) =>
    refuse("invalid_response", `${name}: signature does not verify`, { reason: `${name}_signature_invalid`, cause });
  const [protectedHeader = "", payload = "", signature = ""] = jws.split(".");
  try {
    const [content, signed] = [decodeBase64url(payload), decodeBase64url(signature)];
    if (content === undefined || signed === undefined) return invalid();
    const data = Buffer.from(`${protectedHeader}.${payload}`, "ascii");
    const { key, jwk: publicJwk } = importedKey(jwk);
    if (!isSignedBy(data, signed, key, header.alg)) return invalid();
    const claims: unknown = JSON.parse(utf8.decode(content));
    if (typeof claims === "object" && claims !== null && !Array.isArray(claims)) {
      return success({ claims: claims as JsonObject, header, jwk: publicJwk });
    }
  } catch (cause) {
    return invalid(cause);
  }
  return refuse("invalid_response", `${name}: no claims`, { reason: `${name}_unreadable` });
}

interface ImportedKey {
  key: KeyObject;
  /** What of it is public. */
  jwk: JWK;
}

const utf8 = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true });

/** Keys that were imported, as long as their key set is held. */
const imported = new WeakMap<JWK, ImportedKey>();

function importedKey(jwk: JWK): ImportedKey {
  const known = imported.get(jwk);
  if (known !== undefined) return known;
  const open = Object.freeze(publicPart(jwk));
  const key = createPublicKey({ key: open as JsonWebKey, format: "jwk" });
  checkKeySize(key);
  const made = { key, jwk: open };
  imported.set(jwk, made);
  return made;
}

/** Key types of the algorithms' families, by their first two letters (RFC 7518, section 3.1; RFC 8037). */
const keyTypes: Readonly<Record<string, string>> = { RS: "RSA", PS: "RSA", ES: "EC", Ed: "OKP", ML: "AKP" };
const curves: Readonly<Record<string, string>> = { ES256: "P-256", ES384: "P-384", ES512: "P-521" };

function fits(jwk: JWK, { alg, kid }: { alg: string; kid?: string }): boolean {
  if (jwk.kty !== keyTypes[alg.slice(0, 2)]) return false;
  if (kid !== undefined && jwk.kid !== kid) return false;
  if (jwk.alg !== undefined && jwk.alg !== alg && !(jwk.kty === "OKP" && jwk.crv === "Ed25519")) return false;
  if (jwk.use !== undefined && jwk.use !== "sig") return false;
  if (jwk.key_ops?.includes("verify") === false) return false;
  return curves[alg] === undefined || jwk.crv === curves[alg];
}

const publicMembers = ["kty", "kid", "alg", "use", "crv", "x", "y", "n", "e", "pub", "x5c", "x5t#S256"];

/** A provider that publishes a private key by mistake shall not have it copied into evidence. */
function publicPart(jwk: JWK): JWK {
  return Object.fromEntries(Object.entries(jwk).filter(([member]) => publicMembers.includes(member))) as JWK;
}
