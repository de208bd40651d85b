/**
 * What a callback of the driver costs, as a multiple of the same calls made with openid-client alone.
 *
 *   node packages/oidc/bench/callback.bench.ts        (built packages; `npm run bench` builds them)
 *
 * Both arms redeem a code and ask for userinfo, over loopback, and both check the signature of the ID token (RS256, keys in
 * the cache). Two providers, each in another process: oidc-provider, which the limit is for, and a bare server that answers
 * fixed bytes, which shows our own part at its largest. All persons are back before the first callback is timed: a login
 * is much more work than its callback, over the HTTP stack of one of the arms, and would be timed in what it leaves in the
 * machine's caches. The arms take turns in short rounds inside one process, so that a busy machine slows both alike; the
 * figure is the median over several processes.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { CallbackWork, DispatchWork } from "@idvkit/core";

/** A login at the real provider has to be made before its callback can be timed: there are fewer of them. */
const plans = {
  provider: { title: "with oidc-provider", processes: 5, warmUpRounds: 60, rounds: 60, loginsOfRound: 10, limit: 1.15 },
  bare: {
    title: "with a bare server",
    processes: 5,
    warmUpRounds: 300,
    rounds: 150,
    loginsOfRound: 10,
    limit: undefined,
  },
} as const;
type PlanName = keyof typeof plans;

const script = fileURLToPath(import.meta.url);
const clientId = "synthetic-client";
const clientSecret = "synthetic-secret";
const redirectUri = "https://rp.example/idv/oidc/return";
/** The same in every login, so that the server can answer with a token that was signed before. */
const random = Buffer.alloc(32, 7);
const nonce = random.toString("base64url");

const [role, name = "", issuer = ""] = process.argv.slice(2);
if (role === "--serve") await (name === "bare" ? serveBare() : serveProvider());
else if (role === "--measure") process.stdout.write(String(await measure(name as PlanName, issuer)));
else for (const plan of Object.keys(plans) as PlanName[]) await compare(plan);

async function compare(plan: PlanName): Promise<void> {
  const { server, issuer } = await startServer(plan);
  try {
    const { processes, title, limit } = plans[plan];
    const limitOf = limit === undefined ? "no limit" : `limit ${limit.toFixed(2)}`;
    const ratios = Array.from({ length: processes }, () => ratioOfOneProcess(plan, issuer));
    process.stdout.write(
      `callback over openid-client alone, ${title}: ${median(ratios).toFixed(2)} (${limitOf}; token and ` +
        `userinfo, signature checked in both; median of ${processes} processes, ` +
        `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})\n`,
    );
  } finally {
    server.kill();
  }
}

async function startServer(plan: PlanName): Promise<{ server: ChildProcess; issuer: string }> {
  const server = spawn(process.execPath, ["--no-warnings", script, "--serve", plan], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(server.stdout, "data")) as [Buffer];
  return { server, issuer: line.toString().trim() };
}

/** Without the condition for sources: what is measured is what users install. */
function ratioOfOneProcess(plan: PlanName, issuer: string): number {
  const child = spawnSync(process.execPath, ["--no-warnings", script, "--measure", plan, issuer], {
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  if (child.status !== 0) throw new Error(`a measuring process failed: ${child.stderr}`);
  return Number(child.stdout);
}

async function serveProvider(): Promise<void> {
  const { startOpenIdProvider } = await import("../test/open-id-provider.ts");
  const registered = { client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] };
  // Codes wait until their turn has come.
  const ttl = { AccessToken: 600, AuthorizationCode: 600, IdToken: 600, Interaction: 600, Session: 600, Grant: 600 };
  const { issuer } = await startOpenIdProvider({ clients: [registered], configuration: { ttl } });
  process.stdout.write(`${issuer}\n`);
}

/** The address that the person's browser comes back with. */
type Login = () => Promise<URL>;

/** Both arms have the same random values, and so the same request. */
async function loginAt(plan: PlanName, issuer: string): Promise<Login> {
  if (plan === "bare") return async () => new URL(`${redirectUri}?code=synthetic-code&state=${nonce}`);
  const { logIn } = await import("../test/open-id-provider.ts");
  const client = await import("openid-client");
  const url = new URL(`${issuer}/auth`);
  url.search = new URLSearchParams({
    client_id: clientId,
    response_type: "code",
    redirect_uri: redirectUri,
    scope: "openid profile email",
    state: nonce,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(nonce),
    code_challenge_method: "S256",
  }).toString();
  return async () => new URL((await logIn(url.href, redirectUri)).url);
}

async function serveBare(): Promise<void> {
  const { exportJWK, generateKeyPair, SignJWT } = await import("jose");
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const answers = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const body = answers.get(request.url ?? "") ?? Buffer.from("{}");
    request.resume().on("end", () => {
      response.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body);
    });
  });
  server.listen(0, "127.0.0.1", async () => {
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const idTokenNow = () =>
      new SignJWT({ nonce, acr: "substantial", amr: ["pwd", "otp"] })
        .setProtectedHeader({ alg: "RS256", kid: "key-1" })
        .setIssuer(issuer)
        .setAudience(clientId)
        .setSubject("person-1")
        .setIssuedAt()
        .setExpirationTime("2h")
        .sign(privateKey);
    const bodies = {
      "/.well-known/openid-configuration": {
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        jwks_uri: `${issuer}/jwks`,
        id_token_signing_alg_values_supported: ["RS256"],
      },
      "/jwks": { keys: [{ ...(await exportJWK(publicKey)), alg: "RS256", use: "sig", kid: "key-1" }] },
      "/userinfo": { sub: "person-1", given_name: "Erika", family_name: "Mustermann", birthdate: "1984-01-26" },
    };
    for (const [path, body] of Object.entries(bodies)) answers.set(path, Buffer.from(JSON.stringify(body)));
    const signAnew = async () => {
      const tokens = {
        access_token: "synthetic-token",
        token_type: "Bearer",
        expires_in: 3600,
        id_token: await idTokenNow(),
      };
      answers.set("/token", Buffer.from(JSON.stringify(tokens)));
    };
    await signAnew();
    // A token that is older than its login is refused.
    setInterval(signAnew, 5_000);
    process.stdout.write(`${issuer}\n`);
  });
}

async function measure(plan: PlanName, issuer: string): Promise<number> {
  const { warmUpRounds, rounds, loginsOfRound } = plans[plan];
  const login = await loginAt(plan, issuer);
  const ours = await driverArm(issuer, login, loginsOfRound);
  const theirs = await openIdClientArm(issuer, login, loginsOfRound);
  const prepared: { ours: Round; theirs: Round }[] = [];
  for (let round = 0; round < warmUpRounds + rounds; round++) {
    prepared.push({ ours: await ours(), theirs: await theirs() });
  }
  const ratios: number[] = [];
  for (const [index, { ours, theirs }] of prepared.entries()) {
    const ratio = index % 2 === 0 ? await ratioOfRound(ours, theirs) : 1 / (await ratioOfRound(theirs, ours));
    if (index >= warmUpRounds) ratios.push(ratio);
  }
  return median(ratios);
}

/** What is timed: the callbacks of a few logins. */
type Round = () => Promise<void>;

/** Makes the logins of a round. */
type Arm = () => Promise<Round>;

/** Who comes second finds a warmer machine, so the callers take turns in who is first. */
async function ratioOfRound(first: Round, second: Round): Promise<number> {
  const timeOfFirst = await timeOf(first);
  return timeOfFirst / (await timeOf(second));
}

async function driverArm(issuer: string, login: Login, loginsOfRound: number): Promise<Arm> {
  const { memoryVault } = await import("@idvkit/driver-kit");
  const { createOidcDriver } = await import("@idvkit/oidc");
  const driver = createOidcDriver({
    issuer,
    clientId,
    clientSecret,
    redirectUri,
    stateKeys: { current: "k1", keys: { k1: new Uint8Array(32).fill(7) } },
    network: { allow: ["127.0.0.0/8"], allowHttp: true },
    randomBytes: (size) => random.subarray(0, size),
  });
  const vault = memoryVault();
  const context = { now: () => new Date(), vault };
  let executions = 0;
  return async () => {
    executions += 1;
    const work: DispatchWork = {
      executionId: `execution-${executions}`,
      nodeId: "login",
      attempt: 1,
      browserSession: "session",
      inputs: { dataBlocks: [], attributes: {}, subject: {}, consents: [] },
    };
    const logins: CallbackWork[] = [];
    for (let attempt = 1; attempt <= loginsOfRound; attempt++) {
      const step = await driver.dispatch({ ...work, attempt }, context);
      if (!step.ok) throw step.error;
      const request = { method: "GET", url: (await login()).href, headers: {}, body: new Uint8Array() };
      logins.push({ ...work, attempt, driverState: step.value.driverState, request });
    }
    return async () => {
      for (const work of logins) {
        const result = await driver.callback(work, context);
        if (!result.ok) throw result.error;
        if (result.value.kind !== "completed" || result.value.result.verdict !== "verified")
          throw new Error("not verified");
      }
    };
  };
}

async function openIdClientArm(issuer: string, login: Login, loginsOfRound: number): Promise<Arm> {
  const client = await import("openid-client");
  const config = await client.discovery(new URL(issuer), clientId, undefined, client.ClientSecretBasic(clientSecret), {
    execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
  });
  const checks = { pkceCodeVerifier: nonce, expectedState: nonce, expectedNonce: nonce, idTokenExpected: true };
  return async () => {
    const urls: URL[] = [];
    for (let count = 0; count < loginsOfRound; count++) urls.push(await login());
    return async () => {
      for (const url of urls) {
        const tokens = await client.authorizationCodeGrant(config, url, checks);
        const claims = tokens.claims();
        const person = await client.fetchUserInfo(config, tokens.access_token, claims?.sub ?? "");
        if (person.family_name !== "Mustermann") throw new Error("another person");
      }
    };
  };
}

async function timeOf(round: Round): Promise<number> {
  const start = process.hrtime.bigint();
  await round();
  return Number(process.hrtime.bigint() - start);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
