/**
 * What a dispatch of the driver costs, as a multiple of the same calls with raw axios.
 *
 *   node packages/onfido/bench/dispatch.bench.ts        (built packages; `npm run bench` builds them)
 *
 * Both arms make the two calls of an upload's dispatch, dossier and process, with a token that is already there, over
 * loopback to a bare server in another process that answers fixed bytes. The arms take turns in short rounds inside one
 * process, so that a busy machine slows both alike; the figure is the median over several processes.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { DispatchWork } from "@idvkit/core";

const limit = 1.2;
const processes = 7;
const warmUpRounds = 50;
const rounds = 150;
const dispatchesOfRound = 10;

const script = fileURLToPath(import.meta.url);
const token = "synthetic-token";
const processOrder = {
  provider: "onfido",
  processType: "documentSelfie",
  documentType: "passport",
  processParameters: { location: { countryOfResidence: "NLD" } },
};

const [role, argument = ""] = process.argv.slice(2);
if (role === "--serve") serve();
else if (role === "--measure") process.stdout.write(String(await measure(argument)));
else await compare();

async function compare(): Promise<void> {
  const { server, origin } = await startServer();
  try {
    const ratios = Array.from({ length: processes }, () => ratioOfOneProcess(origin));
    process.stdout.write(
      `dispatch over raw axios: ${median(ratios).toFixed(2)} (limit ${limit.toFixed(2)}; 2 calls, token cached; median of ` +
        `${processes} processes, ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})\n`,
    );
  } finally {
    server.kill();
  }
}

async function startServer(): Promise<{ server: ChildProcess; origin: string }> {
  const server = spawn(process.execPath, [script, "--serve"], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(server.stdout, "data")) as [Buffer];
  return { server, origin: line.toString().trim() };
}

/** Without the condition for sources: what is measured is what users install. */
function ratioOfOneProcess(origin: string): number {
  const child = spawnSync(process.execPath, [script, "--measure", origin], {
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  if (child.status !== 0) throw new Error(`a measuring process failed: ${child.stderr}`);
  return Number(child.stdout);
}

function serve(): void {
  const answers: readonly (readonly [path: string, body: Buffer])[] = Object.entries({
    "/token": { access_token: token, token_type: "Bearer", expires_in: 3600 },
    "/dossiers": { dossierId: "1f0c2a4e-6a5b-4d0e-9f57-2d6f5f1a7c10" },
    "/processes": { processId: "b481a2e7-ba64-4889-bede-236a0a4a05d0", status: "pending", provider: "onfido" },
  }).map(([path, body]) => [path, Buffer.from(JSON.stringify(body))]);
  const server = createServer((request, response) => {
    const body = answers.find(([path]) => request.url?.endsWith(path))?.[1] ?? Buffer.from("{}");
    request.resume().on("end", () => {
      response.writeHead(201, { "content-type": "application/json", "content-length": body.length }).end(body);
    });
  });
  server.listen(0, "127.0.0.1", () => {
    process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
  });
}

async function measure(origin: string): Promise<number> {
  const dispatch = await driverArm(origin);
  const calls = await axiosArm(origin);
  const ratios: number[] = [];
  for (let round = 0; round < warmUpRounds + rounds; round++) {
    const ratio = round % 2 === 0 ? await ratioOfRound(dispatch, calls) : 1 / (await ratioOfRound(calls, dispatch));
    if (round >= warmUpRounds) ratios.push(ratio);
  }
  return median(ratios);
}

/** Who comes second finds a warmer machine, so the callers take turns in who is first. */
async function ratioOfRound(first: () => Promise<void>, second: () => Promise<void>): Promise<number> {
  const timeOfFirst = await timeOf(first);
  return timeOfFirst / (await timeOf(second));
}

async function driverArm(baseUrl: string): Promise<() => Promise<void>> {
  const { createOnfidoDriver } = await import("@idvkit/onfido");
  const driver = createOnfidoDriver({
    channel: "assure",
    clientId: "synthetic-client",
    clientSecret: "synthetic-secret",
    processType: "documentSelfie",
    capture: { mode: "upload" },
    documentType: "passport",
    baseUrl,
  });
  const context = { now: () => new Date() };
  const work: DispatchWork = {
    executionId: "execution",
    nodeId: "node",
    attempt: 1,
    inputs: { dataBlocks: [], attributes: {}, subject: { countryOfResidence: "NLD" }, consents: [] },
  };
  return async () => {
    const step = await driver.dispatch(work, context);
    if (!step.ok) throw step.error;
  };
}

async function axiosArm(baseURL: string): Promise<() => Promise<void>> {
  const { default: axios } = await import("axios");
  const client = axios.create({ baseURL, maxRedirects: 0, headers: { authorization: `Bearer ${token}` } });
  return async () => {
    const dossier = await client.post<{ dossierId: string }>("/assure/dossiers", {});
    const path = `/assure/dossiers/${dossier.data.dossierId}/processes`;
    const created = await client.post<{ processId: string }>(path, processOrder);
    if (typeof created.data.processId !== "string") throw new Error("no process");
  };
}

async function timeOf(run: () => Promise<void>): Promise<number> {
  const start = process.hrtime.bigint();
  for (let count = 0; count < dispatchesOfRound; count++) await run();
  return Number(process.hrtime.bigint() - start);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
