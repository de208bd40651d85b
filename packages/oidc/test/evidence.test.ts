import { hash } from "node:crypto";
import fc from "fast-check";
import { exportJWK, generateKeyPair } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { evidenceOf, type LoginEvidence, reverifyEvidence } from "../src/index.ts";
import { logIn, partyOf, startProvider } from "./relying-party-setup.ts";

interface Proven {
  evidence: LoginEvidence;
  hashOnly: LoginEvidence;
  idToken: string;
  nonce: string;
}

/** The server of a login ends with its test; what it proved does not. */
let proven: Proven;

async function prove(): Promise<Proven> {
  const { issuer, simulator } = await startProvider({ person: { userInfoClaims: { given_name: "Erika" } } });
  const { login, transaction } = await logIn(partyOf(issuer), simulator);
  const facts = { clientId: "rp", clockToleranceSeconds: 30, userInfo: { given_name: "Erika" } };
  return {
    evidence: evidenceOf(login, transaction, { ...facts, keep: "idToken" }),
    hashOnly: evidenceOf(login, transaction, { ...facts, keep: "hash" }),
    idToken: login.idToken,
    nonce: transaction.nonce,
  };
}

describe("evidence of a login", () => {
  it("proves the login again, offline, after it has been stored as JSON", async () => {
    proven = await prove();
    const { evidence } = proven;
    const stored: unknown = JSON.parse(JSON.stringify(evidence));
    expect(await reverifyEvidence(stored)).toMatchObject({
      ok: true,
      value: { claims: { sub: "person-1", aud: "rp" }, issuer: evidence.issuer, clientId: "rp" },
    });
    expect(evidence.nonceSha256).toBe(hash("sha256", proven.nonce, "base64url"));
    expect(JSON.stringify(evidence)).not.toContain(`"nonce"`);
  });

  describe("once it is stored", () => {
    beforeAll(() => expect(proven).toBeDefined());

    it("does not depend on the order of its members", async () => {
      const reversed = Object.fromEntries(Object.entries(proven.evidence).toReversed());
      expect(await reverifyEvidence(reversed)).toMatchObject({ ok: true });
    });

    it("of a hash needs the token, holds neither token nor userinfo, and proves the same with the token", async () => {
      const { hashOnly, idToken } = proven;
      expect(hashOnly).not.toHaveProperty("idToken");
      expect(hashOnly).not.toHaveProperty("userInfo");
      expect(await reverifyEvidence(hashOnly)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
      expect(await reverifyEvidence(hashOnly, { idToken })).toMatchObject({ ok: true });
      expect(await reverifyEvidence(hashOnly, { idToken: `${idToken}A` })).toMatchObject(
        broken("evidence_hash_mismatch"),
      );
    });

    it("can be held to an issuer and a client that the reader knows", async () => {
      const { evidence } = proven;
      expect(await reverifyEvidence(evidence, { issuer: evidence.issuer, clientId: "rp" })).toMatchObject({ ok: true });
      expect(await reverifyEvidence(evidence, { issuer: "https://other.example" })).toMatchObject(
        broken("evidence_issuer_mismatch"),
      );
      expect(await reverifyEvidence(evidence, { clientId: "other" })).toMatchObject(broken("evidence_client_mismatch"));
    });

    it("can be held to keys that the reader has from elsewhere", async () => {
      const { evidence } = proven;
      const another = await exportJWK((await generateKeyPair("RS256")).publicKey);
      const { kid, use, ...bare } = evidence.jwk;
      expect(await reverifyEvidence(evidence, { trustedKeys: [another, bare] })).toMatchObject({ ok: true });
      expect(await reverifyEvidence(evidence, { trustedKeys: [another, {}] })).toMatchObject(
        broken("evidence_key_not_trusted"),
      );
      expect(await reverifyEvidence(evidence, { trustedKeys: [] })).toMatchObject(broken("evidence_key_not_trusted"));
    });

    it("is refused when a single bit of it is another one", async () => {
      const text = Buffer.from(JSON.stringify(proven.evidence));
      await fc.assert(
        fc.asyncProperty(fc.nat({ max: text.length - 1 }), fc.nat({ max: 7 }), async (place, bit) => {
          const changed = Buffer.from(text);
          changed[place] = (changed[place] ?? 0) ^ (1 << bit);
          const read = parse(changed.toString("utf8"));
          fc.pre(read !== undefined);
          expect(await reverifyEvidence(read)).toMatchObject({ ok: false });
        }),
        { numRuns: 400 },
      );
    });

    it.each([
      ["idToken", "evidence_hash_mismatch"],
      ["idTokenSha256", "evidence_hash_mismatch"],
      ["nonceSha256", "id_token_nonce_mismatch"],
      ["issuer", "id_token_issuer_mismatch"],
      ["clientId", "id_token_audience_mismatch"],
    ] as const)("is refused when somebody who can write all of it changes %s", async (member, reason) => {
      const { evidence } = proven;
      await fc.assert(
        fc.asyncProperty(fc.nat({ max: String(evidence[member]).length - 1 }), async (place) => {
          const forged = resealed({ ...evidence, [member]: changedAt(String(evidence[member]), place) });
          expect(await reverifyEvidence(forged)).toMatchObject(broken(reason));
        }),
        { numRuns: 30 },
      );
    });

    it("is refused with another token of the same key length, and with times that the token does not allow", async () => {
      const { evidence } = proven;
      const jwk = { ...(await exportJWK((await generateKeyPair("RS256")).publicKey)) } as LoginEvidence["jwk"];
      const late = { verifiedAt: "2026-11-22T10:00:00.000Z" };
      const early = { verifiedAt: "2026-11-21T09:00:00.000Z" };
      const begun = { startedAt: "2026-11-21T10:10:00.000Z" };
      expect(await reverifyEvidence(resealed({ ...evidence, jwk }))).toMatchObject(
        broken("id_token_signature_invalid"),
      );
      expect(await reverifyEvidence(resealed({ ...evidence, ...late }))).toMatchObject(broken("id_token_expired"));
      expect(await reverifyEvidence(resealed({ ...evidence, ...early }))).toMatchObject(
        broken("id_token_issued_in_future"),
      );
      expect(await reverifyEvidence(resealed({ ...evidence, ...begun }))).toMatchObject(
        broken("id_token_issued_before_request"),
      );
    });

    it.each([
      [{ alg: "none" }, "id_token_unsigned"],
      [{ alg: "HS256" }, "id_token_symmetric"],
      [{ alg: "RS256", crit: ["exp"], exp: 1 }, "id_token_extension_refused"],
    ])("is refused for a token that proves nothing, or that nobody understands: %j", async (header, reason) => {
      const { evidence } = proven;
      const [, payload = ""] = proven.idToken.split(".");
      const idToken = `${Buffer.from(JSON.stringify(header)).toString("base64url")}.${payload}.`;
      const forged = resealed({ ...evidence, idToken, idTokenSha256: hash("sha256", idToken, "base64url") });
      expect(await reverifyEvidence(forged)).toMatchObject(broken(reason));
    });

    it("is refused for a token with a part too many, which no signature covers", async () => {
      const idToken = `${proven.idToken}.more`;
      const idTokenSha256 = hash("sha256", idToken, "base64url");
      const forged = resealed({ ...proven.evidence, idToken, idTokenSha256 });
      expect(await reverifyEvidence(forged)).toMatchObject(broken("id_token_unreadable"));
    });

    it("is no evidence when it is anything else: paths are named, values are not", async () => {
      await fc.assert(
        fc.asyncProperty(fc.oneof(fc.anything(), fc.json().map(parse)), async (thing) => {
          expect(await reverifyEvidence(thing)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
        }),
      );
      const result = await reverifyEvidence({ ...proven.evidence, issuer: 5, "Erika Mustermann": "secret" });
      expect(JSON.stringify(result)).not.toMatch(/Erika|secret/);
      const patient = resealed({ ...proven.evidence, clockToleranceSeconds: 1e9 });
      expect(await reverifyEvidence(patient)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    });
  });
});

function broken(reason: string) {
  return { ok: false, error: { code: "invalid_response", reason } };
}

/** The digest as its maker would have made it: over all members in the order of their names. */
function resealed({ sha256: _, ...content }: LoginEvidence): LoginEvidence {
  return { ...content, sha256: hash("sha256", JSON.stringify(sortedMembers(content)), "base64url") };
}

function sortedMembers(value: object): [string, unknown][] {
  return Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
}

function changedAt(text: string, place: number): string {
  return `${text.slice(0, place)}${text[place] === "A" ? "B" : "A"}${text.slice(place + 1)}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
