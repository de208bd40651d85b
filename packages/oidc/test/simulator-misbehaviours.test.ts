import { calculatePKCECodeChallenge } from "openid-client";
import { describe, expect, it } from "vitest";
import { createOpenIdProviderSimulator, type MisbehaviourName, misbehaviours } from "../src/testing/index.ts";
import { processKey, publicPart } from "../src/testing/keys.ts";

const redirectUri = "https://rp.example/callback";
const verifier = "v".repeat(43);
const verifiedClaims = {
  verification: { trust_framework: "eidas" },
  claims: { given_name: "Anna", family_name: "Berg" },
};

type Mode = "query" | "query.jwt";

/** Everything that the provider sends in one login, with nothing in it that is random. */
async function transcript(mode: Mode, misbehaviour?: MisbehaviourName): Promise<Record<string, string>> {
  let count = 0;
  const simulator = createOpenIdProviderSimulator({
    clients: [
      {
        clientId: "rp",
        tokenEndpointAuthMethod: "none",
        redirectUris: [redirectUri],
        userInfoSignedResponseAlg: "RS256",
        jwks: { keys: [publicPart(await processKey("RSA-OAEP-256", "client"))] },
      },
    ],
    person: { acr: "high", amr: ["pin", "hwk"], verifiedClaims },
    now: () => new Date("2026-11-21T10:00:00Z"),
    random: (bytes) => {
      count += 1;
      return new Uint8Array(bytes).fill(count);
    },
  });
  const read = async (path: string, init?: RequestInit): Promise<string> =>
    (await simulator.fetch(new Request(`https://op.example${path}`, init))).text();
  if (misbehaviour !== undefined) simulator.misbehave(misbehaviour);
  const discovery = await read("/.well-known/openid-configuration");
  const query = new URLSearchParams({
    response_type: "code",
    client_id: "rp",
    redirect_uri: redirectUri,
    scope: "openid",
    state: "state",
    nonce: "nonce",
    response_mode: mode,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    claims: JSON.stringify({ id_token: { verified_claims: {} } }),
  });
  const { url } = await simulator.login(`https://op.example/authorize?${query}`);
  const code = Buffer.from(new Uint8Array(24).fill(1)).toString("base64url");
  const form = { grant_type: "authorization_code", client_id: "rp", code, redirect_uri: redirectUri };
  const body = new URLSearchParams({ ...form, code_verifier: verifier });
  const tokens = await read("/token", { method: "POST", body });
  const { access_token: token } = JSON.parse(tokens) as { access_token: string };
  const userInfo = await read("/userinfo", { headers: { authorization: `Bearer ${token}` } });
  return { discovery, url, tokens, userInfo, jwks: await read("/jwks") };
}

/** Seen only with DPoP; the conformance tests look at them. */
const withDpop: readonly string[] = ["happy-path-no-dpop-nonce", "rs-dpop-auth-scheme-case-insensitivity"];

describe("what the simulated provider does wrong", () => {
  it("is nothing unless it is told to", async () => {
    expect(await transcript("query")).toEqual(await transcript("query"));
  });

  const names = (Object.keys(misbehaviours) as MisbehaviourName[]).filter((name) => !withDpop.includes(name));

  it.each(names)("can be seen: %s", async (name) => {
    const mode = name.startsWith("ensure-jarm") ? "query.jwt" : "query";
    expect(await transcript(mode, name)).not.toEqual(await transcript(mode));
  });

  it("ends when it behaves again", async () => {
    const simulator = createOpenIdProviderSimulator({ clients: [] });
    const issuer = async () => {
      const request = new Request("https://op.example/.well-known/openid-configuration");
      return ((await (await simulator.fetch(request)).json()) as { issuer: string }).issuer;
    };
    simulator.misbehave("discovery-issuer-mismatch");
    expect(await issuer()).toBe("https://another-op.example");
    simulator.behave();
    expect(await issuer()).toBe("https://op.example");
  });
});
