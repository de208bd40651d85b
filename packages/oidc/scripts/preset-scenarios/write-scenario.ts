import { hash } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import type { JsonObject } from "@idvkit/core";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import { seededBytes } from "../../test/fixture-driver.ts";
import { type Answering, jwksOf, metadataOf, tokenResponseOf, userInfoOf } from "./answers.ts";
import { expectedFile } from "./expected-file.ts";
import type { PresetScenario } from "./preset-scenario.ts";
import { times } from "./times.ts";

const fixtures = new URL("../../../../fixtures/oidc/", import.meta.url);

/** Writes the folder of a scenario: its traffic and its expectation. Keys are new each time. */
export async function writeScenario(scenario: PresetScenario): Promise<void> {
  const clientId = `preset-${scenario.name}`;
  const folder = new URL(`${clientId}/`, fixtures);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const write = (name: string, content: JsonObject | string) =>
    writeFile(new URL(name, folder), typeof content === "string" ? content : `${JSON.stringify(content, null, 2)}\n`);

  const { encryption, alg = "RS256" } = scenario;
  // State, nonce and code verifier are the first values that the driver of this client draws.
  const draw = seededBytes(clientId);
  const [state, nonce] = [base64url(draw(32)), base64url(draw(32))];
  const signingKey = scenario.credentials === "signingKey" ? await newKey("RS256", "client-sig") : undefined;
  const clientKey = encryption === undefined ? undefined : await newKey(encryption.alg, "client-enc");
  const answering: Answering = {
    clientId,
    nonce,
    accessToken: `access-${syntheticText(clientId)}`,
    providerKey: await newKey(alg, "provider-sig"),
    ...(clientKey !== undefined && { clientKey }),
  };
  const clientSecret = `secret-${syntheticText(clientId, "secret")}`;
  const metadata = metadataOf(scenario);
  const userInfo = await userInfoOf(scenario, answering);

  await write("metadata.json", metadata);
  await write("jwks.json", jwksOf(answering));
  await write("token.json", await tokenResponseOf(scenario, answering));
  if (scenario.pushed)
    await write("par.json", { request_uri: `urn:ietf:params:oauth:request_uri:${state}`, expires_in: 60 });
  if (userInfo !== undefined && "json" in userInfo) await write("userinfo.json", userInfo.json);
  if (userInfo !== undefined && "jwt" in userInfo) await write("userinfo.jwt", userInfo.jwt);
  await write("expected.json", expectedFile(scenario));
  await write("scenario.json", {
    title: scenario.title,
    provenance: { kind: "constructed", source: scenario.source },
    options: {
      issuer: scenario.issuer,
      preset: scenario.preset,
      clientId,
      ...(signingKey === undefined ? { clientSecret } : { signingKey: JSON.stringify(signingKey) }),
      ...(clientKey !== undefined && { decryptionKeys: [JSON.stringify(clientKey)] }),
      // The kit calls again two minutes later.
      clockToleranceSeconds: 150,
      ...scenario.options,
    },
    startsAt: times.dispatched.toISOString(),
    work: { callbackBaseUrl: `https://rp.example/idv/${scenario.preset}` },
    calls: [
      { call: "dispatch" },
      {
        call: "callback",
        afterMs: times.returned.getTime() - times.dispatched.getTime(),
        browser: true,
        request: {
          method: "GET",
          path: "/return",
          query: {
            code: `code-${syntheticText(clientId, "code")}`,
            state,
            ...(scenario.issuerInResponse && { iss: scenario.issuer }),
          },
        },
      },
    ],
    exchanges: [
      get(`${scenario.issuer}/.well-known/openid-configuration`, "metadata.json"),
      ...(scenario.pushed
        ? [{ method: "POST", url: `${scenario.issuer}/par`, status: 201, body: "par.json", repeatable: true }]
        : []),
      { method: "POST", url: String(metadata.token_endpoint), status: 200, body: "token.json", oneShot: true },
      get(String(metadata.jwks_uri), "jwks.json"),
      ...(userInfo === undefined
        ? []
        : [get(String(metadata.userinfo_endpoint), "json" in userInfo ? "userinfo.json" : "userinfo.jwt")]),
    ],
    cancelExchanges: [],
    sensitive: sensitiveOf(scenario, signingKey === undefined ? [clientSecret] : []),
  });
}

function get(url: string, body: string): JsonObject {
  return { method: "GET", url, status: 200, body, repeatable: true };
}

/** Whom the login is of. */
function sensitiveOf({ idToken, expected }: PresetScenario, secrets: string[]): string[] {
  return [...new Set([...secrets, idToken.sub, ...(expected.identifiers ?? []).map(({ value }) => value)])];
}

async function newKey(alg: string, kid: string): Promise<JWK & JsonObject> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const use = kid.endsWith("enc") ? "enc" : "sig";
  return { ...(await exportJWK(privateKey)), alg, use, kid } as JWK & JsonObject;
}

function syntheticText(...parts: string[]): string {
  return hash("sha256", parts.join(":"), "base64url").slice(0, 32);
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}
