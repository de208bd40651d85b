import { type LoginEvidence, reverifyEvidence } from "@idvkit/oidc";
import { shortened } from "./parameters.ts";

/** What a token response brought, without a value. */
export function tokenResponseDetails(content: string): string[] {
  const members = membersOf(membersOf(content).body);
  const tokens = ["id_token", "access_token"].flatMap((name) => {
    const token = members[name];
    return typeof token === "string" ? [`${name}: ${formOf(token)}, ${token.length} characters`] : [];
  });
  return [tokens.join(" · ")];
}

/** A compact JWS has three parts (RFC 7515), a JWE five (RFC 7516). */
function formOf(token: string): string {
  const forms: Readonly<Record<number, string>> = { 3: "signed", 5: "encrypted" };
  return forms[token.split(".").length] ?? "opaque";
}

/** Claims that have a rule; each is checked where it is there. */
const checkedClaims = ["iss", "aud", "azp", "exp", "iat", "nbf", "nonce", "auth_time", "at_hash"];

/** What was checked of an ID token, by what it holds. */
export async function checkDetails({ idToken, jwk }: LoginEvidence): Promise<string[]> {
  const { decodeJwt, decodeProtectedHeader } = await import("jose");
  if (idToken === undefined) return [];
  const claims = decodeJwt(idToken);
  const { alg } = decodeProtectedHeader(idToken);
  const checked = checkedClaims.filter((name) => claims[name] !== undefined);
  return [`signature ${alg}, key ${String(jwk.kid)} · ${checked.join(", ")}`];
}

export function evidenceDetails({ idTokenSha256, metadataSha256, verifiedAt, userInfo }: LoginEvidence): string[] {
  const parts = [
    "ID token",
    "public key",
    ...(userInfo === undefined ? [] : ["userinfo"]),
    `verified at ${verifiedAt}`,
  ];
  return [parts.join(" · "), `SHA-256: ID token ${shortened(idTokenSha256)}, metadata ${shortened(metadataSha256)}`];
}

/** Proves the login again from what the vault holds, and shows that a changed token proves nothing. */
export async function reverify(evidence: LoginEvidence): Promise<string[]> {
  const again = await reverifyEvidence(evidence);
  if (!again.ok) throw again.error;
  const forged = await reverifyEvidence({ ...evidence, idToken: tampered(evidence.idToken ?? "") });
  return [
    `proven: ${again.value.issuer} told ${again.value.clientId} so at ${again.value.verifiedAt}`,
    `with one changed character: ${forged.ok ? "proven" : (forged.error.reason ?? forged.error.code)}`,
  ];
}

function tampered(idToken: string): string {
  const [header = "", payload = "", signature = ""] = idToken.split(".");
  const last = payload.endsWith("A") ? "B" : "A";
  return `${header}.${payload.slice(0, -1)}${last}.${signature}`;
}

function membersOf(text: unknown): Record<string, unknown> {
  const parsed: unknown = JSON.parse(String(text));
  return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
}
