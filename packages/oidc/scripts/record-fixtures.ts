/**
 * Records scenarios of `fixtures/oidc` anew, all of `recordings.ts` or the ones that are named: real logins at oidc-provider,
 * which runs on localhost and is reached under the name of the recording.
 * `node --conditions=idvkit-source packages/oidc/scripts/record-fixtures.ts [NAME…]`
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import type {
  DispatchWork,
  DriverContext,
  HttpRequest,
  IdvMethodDriver,
  IdvNodeResult,
  JsonObject,
  StepResult,
} from "@idvkit/core";
import { http, passthrough } from "msw";
import { setupServer } from "msw/node";
import { errors } from "oidc-provider";
import { contextOf, redirectUrlOf, requestOf, workOf } from "../test/driver-setup.ts";
import { fixtureDriver } from "../test/fixture-driver.ts";
import { logIn, startOpenIdProvider, type TestProvider, type TestProviderOptions } from "../test/open-id-provider.ts";
import { deviceOf, loginHint, type Outside, type Recording, recordings } from "./recordings.ts";

const origin = "https://op.example";
const callbackBaseUrl = "https://rp.example/idv/oidc";
const pollAfterMs = 5_000;
const fixtures = new URL("../../../fixtures/oidc/", import.meta.url);

interface RecordedExchange {
  method: string;
  url: string;
  status: number;
  contentType: string | null;
  body: string;
}

/** A login while it is recorded. */
interface Session {
  recording: Recording;
  provider: TestProvider;
  outside: Outside;
  driver: IdvMethodDriver;
  context: DriverContext;
  work: DispatchWork;
  wait(ms: number): void;
  /** What the driver asks of the provider while `call` runs belongs to the scenario. */
  listen<T>(call: () => Promise<T>): Promise<T>;
}

/** How a login went: the calls for the scenario, and what came of the last one. */
interface Course {
  calls: { call: string; afterMs?: number; request?: HttpRequest; browser?: true }[];
  result: StepResult;
}

const wanted = process.argv.slice(2);
for (const recording of recordings) {
  if (wanted.length === 0 || wanted.includes(recording.name)) await record(recording);
}

async function record(recording: Recording): Promise<void> {
  const outside: Outside = { asked: [], pings: [] };
  const provider = await startOpenIdProvider(providerOf(recording, outside));
  if (recording.refuses === true) endInteractionsBy(provider, { error: "access_denied" });
  const exchanges: RecordedExchange[] = [];
  let driverCalls = false;
  const network = networkTo(provider, (exchange) => void (driverCalls && exchanges.push(exchange)));
  try {
    const startsAt = new Date(Math.floor(Date.now() / 1000) * 1000);
    let now = startsAt;
    // The kit calls again two minutes later, with the tokens of the recording.
    const options: JsonObject = {
      issuer: origin,
      clockToleranceSeconds: 150,
      ...(recording.options as JsonObject),
    };
    const session: Session = {
      recording,
      provider,
      outside,
      driver: fixtureDriver(options),
      context: contextOf({ now: () => now }),
      work: workFor(recording),
      wait: (ms) => {
        now = new Date(now.getTime() + ms);
      },
      async listen(call) {
        driverCalls = true;
        const result = await call();
        driverCalls = false;
        return result;
      },
    };
    const course = await (recording.delivery === undefined ? logInByBrowser(session) : answerOnDevice(session));
    await write(recording, { startsAt, options, course, exchanges });
  } finally {
    network.close();
    await provider.close();
  }
}

function workFor({ delivery }: Recording): DispatchWork {
  const subject = delivery === undefined ? {} : { loginHint };
  return workOf({
    nodeId: "verify",
    tenantId: "tenant-1",
    browserSession: "session-of-the-person",
    callbackBaseUrl,
    inputs: { dataBlocks: [], attributes: {}, subject, consents: [] },
  });
}

function providerOf({ provider, delivery }: Recording, outside: Outside): TestProviderOptions {
  const device = delivery === undefined ? {} : deviceOf(delivery, outside);
  return { ...provider, ...device, publicOrigin: origin };
}

/** The pages of the provider answer by themselves; here they answer something else. */
function endInteractionsBy({ provider }: TestProvider, answer: Record<string, unknown>): void {
  const finish = provider.interactionFinished.bind(provider);
  provider.interactionFinished = (request, response) => finish(request, response, answer);
}

function networkTo({ address }: TestProvider, seen: (exchange: RecordedExchange) => void) {
  const network = setupServer(
    http.all(`${origin}/*`, async ({ request }) => {
      const { host, pathname, search } = new URL(request.url);
      const headers = new Headers(request.headers);
      headers.set("x-forwarded-host", host);
      headers.set("x-forwarded-proto", "https");
      const sent = request.body === null ? "" : await request.text();
      const { method } = request;
      const options = { method, headers, redirect: "manual", ...(sent !== "" && { body: sent }) } as const;
      const response = await fetch(`${address}${pathname}${search}`, options);
      const { status } = response;
      const body = await response.text();
      seen({ method, url: request.url, status, contentType: response.headers.get("content-type"), body });
      const answer = new Headers(response.headers);
      answer.delete("content-encoding");
      answer.delete("content-length");
      return new Response(body === "" ? null : body, { status, headers: answer });
    }),
    http.all("http://127.0.0.1*", () => passthrough()),
  );
  network.listen({ onUnhandledFrame: "error" });
  return network;
}

async function logInByBrowser({ recording, driver, context, work, wait, listen }: Session): Promise<Course> {
  const dispatched = await listen(() => driver.dispatch(work, context));
  if (recording.polls === true) wait(pollAfterMs);
  const request = requestOf(await logIn(redirectUrlOf(dispatched), `${callbackBaseUrl}/return`));
  const driverState = stateOf(dispatched);
  const result = await listen(() => driver.callback({ ...work, driverState, request }, context));
  const polls = recording.polls === true ? [{ call: "poll", afterMs: pollAfterMs }] : [];
  return { calls: [{ call: "dispatch" }, ...polls, { call: "callback", browser: true, request }], result };
}

/** A login by CIBA: in one recording somebody asks too early, in another the provider's ping comes before the first question. */
async function answerOnDevice(session: Session): Promise<Course> {
  const { recording, driver, context, work, wait, listen, outside } = session;
  const poll = { call: "poll", afterMs: pollAfterMs };
  let last = await listen(() => driver.dispatch(work, context));
  const calls: Course["calls"] = [{ call: "dispatch" }];
  const ask = async () => {
    wait(pollAfterMs);
    last = await listen(() => driver.poll({ ...work, driverState: stateOf(last) }, context));
    calls.push(poll);
  };
  if (recording.polls === true) await ask();
  await decide(session);
  const [request] = outside.pings;
  if (request === undefined) {
    await ask();
    return { calls, result: last };
  }
  const result = await listen(() => driver.callback({ ...work, driverState: stateOf(last), request }, context));
  return { calls: [...calls, { call: "callback", request }], result };
}

/** The person answers on their device. */
async function decide({ recording, provider: { provider }, outside }: Session): Promise<void> {
  const [request] = outside.asked;
  if (request === undefined) throw new Error(`${recording.name}: the device was asked nothing`);
  const { jti, accountId } = request;
  if (recording.refuses === true) return provider.backchannelResult(jti, new errors.AccessDenied());
  const grant = new provider.Grant({ clientId: recording.name, accountId });
  grant.addOIDCScope("openid profile email");
  await provider.backchannelResult(jti, await grant.save(), { acr: "substantial", amr: ["hwk", "pin"] });
}

function stateOf(result: StepResult) {
  if (!result.ok) throw result.error;
  return result.value.driverState;
}

interface Taken {
  startsAt: Date;
  options: JsonObject;
  course: Course;
  exchanges: RecordedExchange[];
}

async function write(recording: Recording, { startsAt, options, course, exchanges }: Taken): Promise<void> {
  const { result } = course;
  if (!result.ok) throw result.error;
  if (result.value.kind !== "completed") throw new Error(`${recording.name}: not completed`);
  const folder = new URL(`${recording.name}/`, fixtures);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const files: Record<string, string | Uint8Array> = {};
  const scenario = {
    title: recording.title,
    provenance: { kind: "recorded", source: "oidc-provider 9 on localhost; a synthetic person, keys of the recording" },
    options,
    startsAt: startsAt.toISOString(),
    work: { callbackBaseUrl, ...(recording.delivery !== undefined && { inputs: { subject: { loginHint } } }) },
    calls: course.calls.map(({ request, ...call }) =>
      request === undefined ? call : { ...call, request: incomingOf(request, files) },
    ),
    exchanges: exchangesOf(recording, exchanges, files),
    cancelExchanges: [],
    sensitive: recording.sensitive,
  };
  files["scenario.json"] = `${JSON.stringify(scenario, null, 2)}\n`;
  files["expected.json"] = `${JSON.stringify(expectedOf(result.value.result), null, 2)}\n`;
  for (const [name, content] of Object.entries(files)) await writeFile(new URL(name, folder), content);
}

/** A request that came in, for the scenario; its body is put with the files. */
function incomingOf({ method, url, headers, body }: HttpRequest, files: Record<string, string | Uint8Array>): object {
  const { pathname, searchParams } = new URL(url);
  const path = pathname.slice(new URL(callbackBaseUrl).pathname.length);
  if (body.length === 0) return { method, path, query: Object.fromEntries(searchParams) };
  const file = headers["content-type"]?.includes("json") === true ? "ping.json" : "authorization-response.txt";
  files[file] = body;
  return { method, path, headers, body: file };
}

function exchangesOf(recording: Recording, exchanges: RecordedExchange[], files: Record<string, string | Uint8Array>) {
  const different = exchanges.filter(
    (exchange, index) => !exchanges.slice(0, index).some((earlier) => isDeepStrictEqual(earlier, exchange)),
  );
  return different.map((exchange, index) => {
    const { method, url, status, contentType, body } = exchange;
    const file = fileName(new URL(url).pathname, contentType, index);
    if (body !== "") files[file] = body;
    return {
      method,
      url,
      status,
      ...(contentType !== null && { headers: { "content-type": contentType } }),
      ...(body !== "" && { body: file }),
      ...repetitionOf(recording, exchange),
    };
  });
}

/** Tokens are given once, a device is asked once, and the answer to "not yet" is another one later. */
function repetitionOf({ options }: Recording, { url, status }: RecordedExchange): object {
  const { pathname } = new URL(url);
  if (pathname === "/backchannel") return {};
  if (pathname !== "/token") return { repeatable: true };
  if (status !== 200) return { retry: true };
  // Where the token itself is not kept, it does not survive a crash after the outcome was made.
  return { oneShot: options.evidence === undefined || options.evidence === "idToken" };
}

/** What came out, with the vault's ids as the kit spells them. To be read before it is committed. */
function expectedOf({ evidence: _evidence, dataBlocks, ...rest }: IdvNodeResult): object {
  const blocks = dataBlocks.map(({ type, content }) => ({ type, content }));
  const text = JSON.stringify({ ...rest, dataBlocks: blocks });
  return JSON.parse(text.replace(/("\$id":)"[0-9a-f-]{36}"/g, '$1"<oidc/verify/1/evidence>"')) as object;
}

function fileName(path: string, contentType: string | null, index: number): string {
  const name =
    path
      .split("/")
      .at(-1)
      ?.replace(/[^a-z-]/g, "") || "answer";
  const extension =
    contentType?.includes("json") === true ? "json" : contentType?.includes("jwt") === true ? "jwt" : "txt";
  return `${index}-${name}.${extension}`;
}
