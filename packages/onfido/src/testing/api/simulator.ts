import { SimulatorFaults } from "@idvkit/driver-kit/testing";
import { apiPaths } from "../../api/paths.ts";
import type { OnfidoEventName } from "../../api/webhook-event.ts";
import { deliverEvent, type SimulatedEvent } from "../delivery.ts";
import type { SimulatedFault } from "../faults.ts";
import { createHandlers, type SimulatorRequest } from "../handlers.ts";
import type { Route } from "../route.ts";
import { OnfidoAdmission } from "./admission.ts";
import { applicantRoutes } from "./applicant-routes.ts";
import { checkRoutes } from "./check-routes.ts";
import type { OnfidoDesk } from "./desk.ts";
import { webhookEvent } from "./event.ts";
import { evidenceRoutes } from "./evidence-routes.ts";
import { SimulatedFileShelf } from "./file-shelf.ts";
import { linkPageRoute } from "./link-page.ts";
import { mediaRoutes } from "./media-routes.ts";
import type { OnfidoOutcome } from "./outcomes.ts";
import { apiVersionPath, linkPage } from "./paths.ts";
import { problem } from "./problem.ts";
import type { SimulatedCase, SimulatedCheck } from "./records.ts";
import type { ReportName } from "./report-names.ts";
import { runRoutes } from "./run-routes.ts";
import { OnfidoStore, type SimulatedCapture } from "./store.ts";

export interface OnfidoSimulatorOptions {
  /** Where the API is, without its version. Default `https://api.eu.onfido.com`. */
  origin?: string;
  /** Default `api_sandbox.simulator`. Only with a sandbox token do the switches of a check work. */
  apiToken?: string;
  /** For OAuth 2. Default `simulator-client`. */
  clientId?: string;
  /** Default `simulator-secret`. */
  clientSecret?: string;
  /** Default 3600. */
  tokenLifetimeSeconds?: number;
  /** Signs the webhooks. Default `simulator-webhook-token`. */
  webhookToken?: string;
  now?: () => Date;
  /** How many reads after the start answer `in_progress` or `processing` before the result is there. Default 1. */
  processingReads?: number;
  /** How many reads of an evidence folder or a timeline file answer 404 before it is there. Default 0. */
  evidenceReads?: number;
  /** Requests within a minute, by the simulator's clock. Default 400. */
  rateLimit?: number;
  /** Origin in the links to the hosted page. A function, where it is known late: the page is then served at the default. Default: that of the region, such as `https://eu.onfido.app`. */
  linkOrigin?: string | (() => string);
  /** Origin of the finished files. Default `https://files.onfido.example`. */
  fileOrigin?: string;
  /** Whether PDFs and folders are answered with a redirect to their address (default) or at once. */
  downloads?: "redirect" | "direct";
  /** The reports that a workflow run makes. Default `document` and `facial_similarity_photo`. */
  workflowReports?: readonly ReportName[];
}

/** The ids of what the person showed. */
export interface CapturedMedia {
  documentIds: string[];
  faceIds: string[];
}

/** Onfido's own API in memory. Its person is the fictitious holder of the Dutch specimen documents. */
export interface OnfidoSimulator {
  /** MSW request handlers. */
  readonly handlers: readonly object[];
  readonly origin: string;
  readonly apiToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly webhookToken: string;
  /** What came in so far, in order. */
  readonly requests: readonly SimulatorRequest[];
  /**
   * Decides how checks and workflow runs end: all that have not ended, the next one that is made, one, or those of an applicant.
   * The sandbox switches of a check's own request count more.
   */
  decide(outcome: OnfidoOutcome, scope?: "every" | "next" | { id: string } | { applicantId: string }): void;
  failNext(fault: SimulatedFault): void;
  /** Makes the API token and every token of OAuth 2 worthless. */
  revokeTokens(): void;
  /** The SDK uploads what the person shows; the applicant's runs and checks that waited for it go on. */
  capture(applicantId: string, capture?: SimulatedCapture): CapturedMedia;
  /** Ends a check or run at once. Throws a `RangeError` for one that waits for the person, unless it ends without results. */
  finish(id: string): void;
  /** Takes a complete check up again; it can then end otherwise. Throws a `RangeError` for one that is not complete. */
  reopen(checkId: string): void;
  withdraw(checkId: string): void;
  /** Puts members in the place of a report's own, from now on. */
  changeReport(reportId: string, members: Record<string, unknown>): void;
  /** The same for a check or a workflow run. */
  changeCase(id: string, members: Record<string, unknown>): void;
  /**
   * A signed webhook about a check, report, run, task or file. A check or run that is told complete is ended first.
   * Throws a `RangeError` for an unknown id, and for a run that still waits for the person.
   */
  event(action: OnfidoEventName, id: string): SimulatedEvent;
  /** Posts the webhook to a URL and gives the status of the answer. */
  deliver(url: string, action: OnfidoEventName, id: string): Promise<number>;
}

/** Makes a provider that behaves like Onfido's API v3.6, as far as that is published. */
export function createOnfidoSimulator(options: OnfidoSimulatorOptions = {}): OnfidoSimulator {
  const {
    origin = "https://api.eu.onfido.com",
    apiToken = "api_sandbox.simulator",
    clientId = "simulator-client",
    clientSecret = "simulator-secret",
    tokenLifetimeSeconds = 3600,
    webhookToken = "simulator-webhook-token",
    now = () => new Date(),
    processingReads = 1,
    evidenceReads = 0,
    rateLimit = 400,
    fileOrigin = "https://files.onfido.example",
    downloads = "redirect",
    workflowReports = ["document", "facial_similarity_photo"],
  } = options;
  const regionOrigin = `https://${/^https:\/\/api\.(us|ca)\./.exec(origin)?.[1] ?? "eu"}.onfido.app`;
  const { linkOrigin = regionOrigin } = options;
  const store = new OnfidoStore({ now, processingReads, workflowReports });
  const shelf = new SimulatedFileShelf(fileOrigin, downloads === "redirect");
  const lifetimeSeconds = tokenLifetimeSeconds;
  const admission = new OnfidoAdmission({ apiToken, clientId, clientSecret, lifetimeSeconds, rateLimit, now });
  const faults = new SimulatorFaults<SimulatedFault>();
  const requests: SimulatorRequest[] = [];
  const desk: OnfidoDesk = {
    store,
    shelf,
    sandbox: apiToken.startsWith("api_sandbox"),
    now,
    linkUrl: (runId) =>
      `${typeof linkOrigin === "string" ? linkOrigin : linkOrigin()}${linkPage.replace("{workflowRunId}", runId)}`,
  };
  const tokenRoute: Route = {
    method: "POST",
    template: apiPaths.oauthToken,
    open: true,
    answer: ({ headers, text }) => admission.endpoint.issue(headers.get("authorization"), new URLSearchParams(text)),
  };
  const routes = [
    tokenRoute,
    ...applicantRoutes(desk),
    ...mediaRoutes(desk),
    ...checkRoutes(desk),
    ...runRoutes(desk),
    ...evidenceRoutes(desk, evidenceReads),
    shelf.route(),
    linkPageRoute(desk, typeof linkOrigin === "string" ? linkOrigin : regionOrigin),
  ];
  const finish = (subject: SimulatedCase): void => {
    if (!store.cases.finish(subject)) throw new RangeError("simulator: this waits for the person, see capture");
  };
  const event = (action: OnfidoEventName, id: string): SimulatedEvent => {
    const told = store.cases.all.get(id) ?? store.report(id)?.check;
    if (told !== undefined && endings.has(action)) finish(told);
    return webhookEvent(action, id, desk, { origin, webhookToken });
  };

  return {
    handlers: createHandlers({
      base: `${origin}${apiVersionPath}`,
      routes,
      refuse: (headers) => admission.refuse(headers),
      problem,
      faults,
      record: (request) => void requests.push(request),
    }),
    origin,
    apiToken,
    clientId,
    clientSecret,
    webhookToken,
    requests,
    decide(outcome, scope = "every") {
      const subject = typeof scope === "string" ? scope : { subject: "id" in scope ? scope.id : scope.applicantId };
      store.cases.decisions.decide(outcome, subject);
    },
    failNext: (fault) => faults.add(fault),
    revokeTokens: () => admission.revokeAll(),
    capture(applicantId, capture = {}) {
      if (!store.applicants.has(applicantId)) throw new RangeError("simulator.capture: there is no such applicant");
      const captured = store.capture(applicantId, capture);
      const [documents, faces] = [true, false].map((wanted) =>
        captured.filter(({ kind }) => (kind === "document") === wanted).map(({ id }) => id),
      );
      return { documentIds: documents ?? [], faceIds: faces ?? [] };
    },
    finish: (id) => finish(existing(store.cases.all.get(id))),
    reopen(checkId) {
      const check = existing(store.check(checkId));
      if (check.phase !== "final") throw new RangeError("simulator.reopen: the check is not complete");
      store.cases.reopen(check);
    },
    withdraw: (checkId) => store.cases.withdraw(existing<SimulatedCheck>(store.check(checkId))),
    changeReport: (reportId, members) => store.change(existing(store.report(reportId)).report.id, members),
    changeCase: (id, members) => store.change(existing(store.cases.all.get(id)).id, members),
    event,
    deliver: async (url, action, id) => deliverEvent(url, event(action, id)),
  };
}

/** Events that tell that something is complete. */
const endings: ReadonlySet<OnfidoEventName> = new Set([
  "check.completed",
  "report.completed",
  "workflow_run.completed",
] as const);

function existing<T>(record: T | undefined): T {
  if (record === undefined) throw new RangeError("simulator: there is nothing with this id");
  return record;
}
