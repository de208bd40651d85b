import { createHash } from "node:crypto";
import {
  type CallbackResult,
  type CallbackWork,
  checkWork,
  type DriverContext,
  type DriverState,
  type FinalStatus,
  failure,
  type HttpReply,
  IdvError,
  type IdvMethodDriver,
  type MethodProfile,
  replyTo,
  type StepResult,
  type StepWork,
  success,
  toNodeResult,
} from "@idvkit/core";
import type { DriverSettings } from "../../src/index.ts";
import { type AcmeDelivery, addressOf, invalid, isReopening, isSameSession, readDelivery } from "./acme-callback.ts";
import { type AcmeOptions, createAcmeClient, storePortrait } from "./acme-client.ts";
import { mapCheck } from "./acme-mapping.ts";
import { breakOutcome, tellEverybody } from "./break-outcome.ts";
import type { Sabotage } from "./sabotage.ts";

interface AcmeState extends DriverState {
  checkId: string;
  startedAt: string;
  session: string | null;
  final: boolean;
  /** Digest of the final outcome: tells whether a reopened check has another one. */
  outcome?: string;
}

type Work = StepWork & { driverState: DriverState };

const deadlineMs = 15 * 60 * 1000;
const profile: MethodProfile = {
  maxAssurance: { ial: "IAL2" },
  amr: ["face"],
  needs: [],
  produces: ["basicIdentity", "extendedIdentity"],
  methods: { submit: true, callback: true, poll: true, cancel: true },
  callbackAuthenticity: "signed",
  dispatchRepeat: "safe",
};

/** A driver for a provider that does not exist: small, honest, and breakable in one respect. */
export function createAcmeDriver(settings: DriverSettings, sabotage?: Sabotage): IdvMethodDriver {
  const options = settings.options as unknown as AcmeOptions;
  const client = createAcmeClient(options, settings.http, sabotage);
  const memory = new Map<string, DriverState>();
  const is = (name: Sabotage) => sabotage === name;

  function stateOf({ driverState, executionId }: Work): AcmeState {
    return (is("keeps its state in memory") ? (memory.get(executionId) ?? { version: 1 }) : driverState) as AcmeState;
  }

  function kept(work: StepWork, state: AcmeState): DriverState {
    if (is("keeps something in the state that JSON loses")) return { ...state, at: new Date(0) as never };
    if (is("puts a secret into the state")) return { ...state, note: options.clientSecret };
    if (!is("keeps its state in memory")) return state;
    memory.set(work.executionId, state);
    return { version: 1 };
  }

  function pending(work: StepWork, state: AcmeState, rawStatus: string, context: DriverContext): StepResult {
    const at = new Date(context.now().getTime() + 5000).toISOString();
    const expiresAt = new Date(Date.parse(state.startedAt) + deadlineMs).toISOString();
    const { checkId: reference } = state;
    const driverState = kept(work, state);
    const poll = { at, intervalMs: 5000 };
    const url = `https://acme.example/${reference}`;
    const offerEnd = is("offers what is expired") ? context.now().toISOString() : expiresAt;
    const offer = { kind: "redirect", url, presentation: "redirect", after: "wait", expiresAt: offerEnd } as const;
    return success({
      kind: "pending",
      driverState,
      rawStatus,
      reference,
      callbackRefs: [reference],
      poll,
      expiresAt,
      ...(options.mode === "redirect" && { offers: [offer] }),
      ...(is("gives a preliminary block that is not valid") && { preliminary: invalidPreliminary }),
    });
  }

  async function complete(work: Work, state: AcmeState, raw: unknown, context: DriverContext): Promise<StepResult> {
    const first = mapCheck(raw, { sabotage });
    if (!first.ok) return { ...first, driverState: kept(work, state) };
    const isOpen = !first.value.final && (!state.final || is("goes back to pending when a check is reopened"));
    if (isOpen) return pending(work, state, first.value.rawStatus, context);
    // A final outcome stands until there is another one.
    if (!first.value.final) return failure(lifecycle());
    const owner = { tenantId: work.tenantId ?? "", executionId: work.executionId };
    const hasPortrait = (raw as { person?: { portrait?: unknown } }).person?.portrait === true;
    const portrait = hasPortrait ? await storePortrait(client, state.checkId, owner, context) : undefined;
    if (portrait?.ok === false) return { ...portrait, driverState: kept(work, state) };
    const mapped = mapCheck(raw, { sabotage, ...(portrait !== undefined && { portrait: portrait.value }) });
    if (!mapped.ok || !mapped.value.final) return mapped.ok ? failure(bug()) : mapped;
    tellEverybody(mapped.value, context, sabotage);
    const { maxAssurance } = profile;
    const sessionBinding = options.mode === "redirect" ? "bound" : "none";
    const { executionId, nodeId, attempt } = work;
    const step = { executionId, nodeId, attempt, now: context.now(), provider: "acme", methodType: "document" };
    const result = toNodeResult(mapped.value, { ...step, maxAssurance, sessionBinding });
    if (!result.ok) return result;
    const outcome = digestOf(mapped.value);
    const driverState = { ...state, final: true, outcome };
    const revision = revises(state, outcome) && ({ revises: true } as const);
    return success(breakOutcome({ kind: "completed", driverState, result: result.value, ...revision }, sabotage));
  }

  function revises(state: AcmeState, outcome: string): boolean {
    if (!state.final) return is("says that the first outcome revises");
    if (is("changes a final outcome without a word")) return false;
    return state.outcome !== outcome || is("says that it revises though nothing changed");
  }

  async function readAndMap(work: Work, checkId: string, context: DriverContext): Promise<StepResult> {
    const state = stateOf(work);
    if (state.damaged === true) return failure(bug());
    const check = await client.read(checkId, context);
    if (!check.ok && is("throws where it has to return an error")) throw check.error;
    if (!check.ok && is("answers a fault with the wrong code")) return failure(bug());
    return check.ok ? complete(work, state, check.value.body, context) : check;
  }

  async function redeem(work: Work, code: string, context: DriverContext): Promise<StepResult> {
    const owner = { tenantId: work.tenantId ?? "", executionId: work.executionId };
    const key = `acme/${stateOf(work).checkId}/code`;
    const stored = is("redeems a code twice") ? null : await context.vault?.find(owner, key);
    if (stored) return complete(work, stateOf(work), await readStored(context, stored), context);
    const answer = await client.redeem(code, context);
    if (!answer.ok) return answer;
    const text = new TextDecoder().decode(answer.value.body);
    const raw = parse(text);
    if (raw === undefined) return failure(new IdvError({ code: "invalid_response", message: "acme: codes: not JSON" }));
    await context.vault?.put(answer.value.body, { mediaType: "application/json", key, owner });
    return complete(work, stateOf(work), raw, context);
  }

  async function receive(work: CallbackWork, context: DriverContext): Promise<StepResult> {
    const delivery = await readDelivery(work.request, options, sabotage);
    if (!delivery.ok) return delivery;
    const state = stateOf(work);
    const foreign = delivery.value.checkId !== state.checkId;
    if (state.final && isReopening(delivery.value) && !foreign) return reopen(work, state, delivery.value, context);
    if (state.final && !is("takes a final outcome back")) return failure(lifecycle());
    if (state.final) return pending(work, { ...state, final: false }, "processing", context);
    if (foreign && !is("accepts another process id")) return invalid("another process");
    const isEarly = options.mode === "upload" && state.uploaded !== true;
    if (isEarly && is("verifies by a delivery that comes too early")) return complete(work, state, accepted, context);
    if (delivery.value.kind === "event") return readAndMap(work, state.checkId, context);
    if (is("redeems the code before it looks at the session")) await client.redeem(delivery.value.code, context);
    if (!isSameSession(state.session, work.browserSession) && !is("ignores the browser session"))
      return invalid("session");
    if (foreign) await client.read(delivery.value.checkId, context);
    return redeem(work, delivery.value.code, context);
  }

  async function reopen(work: Work, state: AcmeState, delivery: AcmeDelivery, context: DriverContext) {
    const isAgain = delivery.kind === "event" && delivery.id === state.revisedBy;
    const result = await readAndMap(work, state.checkId, context);
    if (!is("revises by an event that comes again") || !result.ok || result.value.kind === "pending") return result;
    const driverState = { ...result.value.driverState, revisedBy: delivery.kind === "event" ? delivery.id : null };
    return success({ ...result.value, driverState, ...(isAgain && { revises: true as const }) });
  }

  function replyFor(work: CallbackWork, result: StepResult): HttpReply {
    const isReturn = new URL(work.request.url).pathname.endsWith("/return");
    if (isReturn && is("leaves the person on a blank page")) return { status: 200, headers: {}, body: null };
    if (isReturn) return { status: 303, headers: { location: work.returnUrl ?? "/" }, body: null };
    // Another event will tell of the new outcome.
    if (!result.ok && result.error.code === "lifecycle") return { status: 202, headers: {}, body: null };
    if (!result.ok && !is("tells the provider that a lost delivery is safe")) return replyTo(result.error);
    const said =
      is("puts the answer of the provider into its reply") && result.ok ? JSON.stringify(result.value) : null;
    return { status: 200, headers: {}, body: said };
  }

  function profileOf(): MethodProfile {
    const callbackAuthenticity = options.authenticity === "path" ? "sharedSecret" : profile.callbackAuthenticity;
    const methods = { ...profile.methods, poll: !is("says that poll does nothing") };
    const needs: MethodProfile["needs"] = is("goes on without the blocks that it needs") ? ["userReference"] : [];
    return { ...profile, callbackAuthenticity, methods, needs };
  }

  return {
    specificationVersion: is("speaks another version of the contract") ? ("v2" as "v1") : "v1",
    methodType: "document",
    provider: "acme",
    profile: profileOf(),

    async addressCallback(request) {
      const delivery = await readDelivery(request, options, sabotage);
      return delivery.ok ? success(addressOf(delivery.value, sabotage)) : delivery;
    },

    async dispatch(work, context) {
      const checked = checkWork(work);
      if (!checked.ok) return checked;
      const reference = `${work.executionId}/${work.nodeId}/${work.attempt}`;
      const check = await client.create({ mode: options.mode, reference }, context);
      if (!check.ok) return check;
      if (is("asks for something that nobody ordered")) await client.portrait("chk_other", context);
      const mapped = mapCheck(check.value.body, { sabotage });
      if (!mapped.ok) return mapped;
      if (mapped.value.reference === null) return failure(bug());
      const session = work.browserSession ?? null;
      const startedAt = context.now().toISOString();
      const state: AcmeState = { version: 1, checkId: mapped.value.reference, startedAt, session, final: false };
      return pending(work, state, mapped.value.rawStatus, context);
    },

    async submit(work, context) {
      const { front } = work.input;
      const state = stateOf(work);
      if (typeof front !== "object") return failure(lifecycle());
      if (state.uploaded !== true) {
        const uploaded = await client.upload(state.checkId, front.content, front.mediaType, context);
        if (!uploaded.ok) return uploaded;
      }
      const after: AcmeState = { ...state, uploaded: true };
      if (is("makes no request to start")) return pending(work, after, "processing", context);
      const started = await client.start(state.checkId, context);
      if (started.ok) return pending(work, after, "processing", context);
      if (is("is damaged by a fault")) return { ...started, driverState: { ...after, damaged: true } };
      return is("forgets the progress before an error") ? started : { ...started, driverState: kept(work, after) };
    },

    async callback(work, context): Promise<CallbackResult> {
      const result = await receive(work, context);
      return { ...result, reply: replyFor(work, result) };
    },

    async poll(work, context) {
      const state = stateOf(work);
      const result = await readAndMap(work, state.checkId, context);
      if (!result.ok || result.value.kind === "completed" || state.final) return result;
      const expired = context.now().getTime() >= Date.parse(state.startedAt) + deadlineMs;
      if (expired && !is("forgets its deadline"))
        return failure(new IdvError({ code: "expired", message: "acme: too late" }));
      return is("loses the driverState in poll") ? success({ ...result.value, driverState: { version: 1 } }) : result;
    },

    async cancel(work, context) {
      const state = stateOf(work);
      if (is("throws in cancel")) throw new Error("not implemented");
      if (state.final && !is("cancels what is over")) return success({ kind: "nothingToCancel" });
      const removed = await client.remove(state.checkId, context);
      if (removed.ok) return success({ kind: "canceled" });
      return removed.error.httpStatus === 404 ? success({ kind: "nothingToCancel" }) : removed;
    },
  };
}

const accepted = { id: "chk", status: "accepted", person: { given: "A", family: "B" } };

const invalidPreliminary: FinalStatus = {
  final: true,
  verdict: "inconclusive",
  rawStatus: "processing",
  reference: null,
  contents: [{ type: "basicIdentity", content: { givenName: "only" } as never }],
  identifiers: [],
  attributes: {},
  warnings: [],
};

async function readStored(context: DriverContext, reference: { $ref: "vault"; $id: string }): Promise<unknown> {
  const stored = await context.vault?.get(reference);
  const chunks: Uint8Array[] = [];
  for await (const chunk of stored?.content ?? []) chunks.push(chunk);
  return parse(Buffer.concat(chunks).toString());
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function digestOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

function lifecycle(): IdvError {
  return new IdvError({ code: "lifecycle", message: "acme: the check does not wait for this" });
}

function bug(): IdvError {
  return new IdvError({ code: "conflict", message: "acme: unexpected" });
}
