import {
  type CallbackAddress,
  type CallbackResult,
  type CallbackWork,
  type DriverContext,
  failure,
  type HttpRequest,
  IdvError,
  type IdvMethodDriver,
  type IdvNodeResult,
  type IdvResult,
  success,
} from "@idvkit/core";

export const late = { status: 200, headers: { "x-late": "yes" }, body: null };
export const secretSignature = "good-signature-value";

type Answer = (work: CallbackWork, context: DriverContext) => CallbackResult | Promise<CallbackResult>;

/** A pending outcome whose state counts the callbacks. */
export function taken(work: CallbackWork): CallbackResult {
  const count = Number(work.driverState.count ?? 0) + 1;
  return {
    ok: true,
    value: {
      kind: "pending",
      driverState: { version: 1, count },
      rawStatus: "running",
      reference: null,
      callbackRefs: [],
    },
    reply: { status: 200, headers: { "content-type": "text/plain" }, body: `${work.executionId} took ${count}` },
  };
}

/** A completed outcome whose state counts the callbacks. */
export function completed(work: CallbackWork, revision: { revises?: true } = {}): CallbackResult {
  const count = Number(work.driverState.count ?? 0) + 1;
  return {
    ok: true,
    value: { kind: "completed", driverState: { version: 1, count }, result: rejected, ...revision },
    reply: { status: 200, headers: {}, body: `${work.executionId} completed ${count}` },
  };
}

const rejected: IdvNodeResult = {
  verdict: "rejected",
  rawStatus: "rejected",
  reference: null,
  identifiers: [],
  attributes: {},
  assurance: {},
  amr: [],
  evidence: {} as IdvNodeResult["evidence"],
  dataBlocks: [],
  warnings: [],
  sessionBinding: "none",
};

/**
 * A driver with one kind of request per path: `/events` (a delivery), `/return` (a delivery by the person), `/fetch`, `/ping` (about no execution), `/break`
 * (throws). The query says `ref` (several), `id` and `revise` (the delivery may revise); the header `x-signature` authenticates.
 */
export function fakeDriver(answer: Answer = taken) {
  const works: CallbackWork[] = [];
  const requests: HttpRequest[] = [];
  const unsupported = async () => failure(new IdvError({ code: "unsupported", message: "not here" }));
  const driver: IdvMethodDriver = {
    specificationVersion: "v1",
    methodType: "document",
    provider: "fake",
    profile: {
      maxAssurance: {},
      amr: [],
      needs: [],
      produces: [],
      methods: { submit: false, callback: true, poll: false, cancel: false },
      callbackAuthenticity: "sharedSecret",
      dispatchRepeat: "safe",
    },
    async addressCallback(request) {
      requests.push(request);
      return addressOf(request);
    },
    async callback(work, context) {
      works.push(work);
      // Real drivers ask their provider here; the other copy of a delivery gets its chance to come in between.
      await new Promise((done) => setTimeout(done, 5));
      return answer(work, context);
    },
    dispatch: unsupported,
    submit: unsupported,
    poll: unsupported,
    cancel: unsupported,
  };
  return { driver, works, requests };
}

function addressOf(request: HttpRequest): IdvResult<CallbackAddress> {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname.endsWith("/break")) throw new Error(`leak ${secretSignature}`);
  if (pathname.endsWith("/ping")) {
    return success({ kind: "ignore", reply: { status: 204, headers: {}, body: null } });
  }
  if (request.headers["x-signature"] !== secretSignature) {
    return failure(new IdvError({ code: "invalid_callback", message: "x-signature: does not match" }));
  }
  const [first = "none", ...others] = searchParams.getAll("ref");
  const refs: [string, ...string[]] = [first, ...others];
  if (pathname.endsWith("/fetch")) return success({ kind: "fetch", refs });
  const person = pathname.endsWith("/return") && ({ person: true } as const);
  const revising = searchParams.has("revise") && ({ mayRevise: true } as const);
  return success({ kind: "delivery", refs, deliveryId: searchParams.get("id") ?? "d1", late, ...person, ...revising });
}
