import {
  type DispatchWork,
  type DriverContext,
  failure,
  type IdvError,
  type IdvResult,
  type PersonAction,
  type StepResult,
  success,
} from "@idvkit/core";
import { imageForm, imagesNeeded } from "../images.ts";
import type { AssureSettings } from "../options.ts";
import { checkPerson } from "../person-facts.ts";
import { onfidoError } from "../refusal.ts";
import { type DocumentTypeNames, requestedDocumentType } from "../requested-document.ts";
import { sdkSteps } from "../sdk-steps.ts";
import { wireObject } from "../wire-object.ts";
import { captureReturnUrl } from "./callback.ts";
import type { AssureCall, AssureClient } from "./client.ts";
import { pending } from "./pending.ts";
import { processRequest } from "./process-request.ts";
import { type AssureState, type RunningState, readState, writeState } from "./state.ts";
import { callOf } from "./step.ts";

/** Starts a process: checks the person's facts, makes or reuses the dossier, makes the process, offers the capture. */
export async function dispatch(
  settings: AssureSettings,
  client: AssureClient,
  work: DispatchWork,
  context: DriverContext,
): Promise<StepResult> {
  const now = context.now();
  const facts = checkPerson(settings, work, now);
  if (!facts.ok) return facts;
  const documentType = requestedDocumentType(settings, work, assureNames);
  if (!documentType.ok) return documentType;
  const surroundings = checkSurroundings(settings, work, context);
  if (!surroundings.ok) return surroundings;
  const known = knownDossier(work);
  if (!known.ok) return known;
  if (facts.value.locationMissing) context.log?.warn("onfido.location_missing", { path: "inputs.subject" });

  const call: AssureCall = callOf(context);
  const dossier =
    known.value !== undefined
      ? success(known.value.dossierId)
      : await client.createDossier(work.inputs.subject.subjectId, call);
  if (!dossier.ok) return dossier;
  const state: AssureState = {
    version: 1,
    channel: "assure",
    phase: "started",
    dossierId: dossier.value,
    ...(known.value?.processId !== undefined && { processId: known.value.processId }),
    ...(documentType.value !== undefined && { documentType: documentType.value }),
    ...(work.browserSession !== undefined && { browserSession: work.browserSession }),
    ...(facts.value.consented && { biometricConsent: true }),
    ...(facts.value.locationMissing && { locationMissing: true }),
    startedAt: now.toISOString(),
    polls: 0,
  };
  const request = processRequest(settings, work, facts.value, documentType.value);
  const started = await starters[settings.capture.mode]({ settings, client, work, state, request, call });
  if (!started.ok) {
    const { processId, error } = started;
    return { ok: false, error, driverState: writeState({ ...state, ...(processId !== undefined && { processId }) }) };
  }
  const { offer, rawStatus = "pending", ...progress } = started.value;
  const running: RunningState = { ...state, ...progress };
  return success(pending(settings, running, rawStatus, now, offer && [offer]));
}

/** Assure's own words for a document type; only these two are documented. */
const assureNames: DocumentTypeNames = { PASSPORT: "passport", DRIVING_LICENSE: "driversLicense" };

interface Start {
  settings: AssureSettings;
  client: AssureClient;
  work: DispatchWork;
  state: AssureState;
  request: ReturnType<typeof processRequest>;
  call: AssureCall;
}

/** Without an offer nobody has anything to do. */
type Started = Pick<RunningState, "processId" | "phase"> & { offer?: PersonAction; rawStatus?: string };

/** A process that was made before the failure is gone on with. */
type StartResult = { ok: true; value: Started } | { ok: false; error: IdvError; processId?: string };

const starters: {
  readonly [Mode in AssureSettings["capture"]["mode"]]: (start: Start) => Promise<StartResult>;
} = {
  async upload({ settings, client, state, request, call }) {
    const process = await client.createProcess(state.dossierId, request, call);
    if (!process.ok) return process;
    const form = imageForm(imagesNeeded(settings.processType, state.documentType));
    return success({
      processId: process.value.processId,
      phase: "awaitingImages",
      offer: { kind: "userInput", form, after: "submit" },
    });
  },

  async dossierFiles({ client, state, request, call }) {
    const { dossierId, processId: made } = state;
    const process =
      made === undefined ? await client.createProcess(dossierId, request, call) : success({ processId: made });
    if (!process.ok) return process;
    const { processId } = process.value;
    const started = await client.startVerification(dossierId, processId, call);
    if (started.ok) return success({ processId, phase: "verifying", rawStatus: "processing" });
    // An earlier dispatch may have started it, its answer lost; how Assure refuses a second start is not published.
    const status = made === undefined ? "pending" : statusOf(await client.getProcess(dossierId, processId, call));
    return status === "pending"
      ? { ok: false, error: started.error, processId }
      : success({ processId, phase: "verifying", rawStatus: status });
  },

  async captureFlow({ settings, client, work, state, request, call }) {
    const { capture } = settings;
    if (capture.mode !== "captureFlow") return failure(missing("configuration", "options.capture.mode"));
    const flow = await client.startCapture(
      state.dossierId,
      {
        providers: [request],
        sdk: capture.sdk,
        redirectUrl: captureReturnUrl(work.callbackBaseUrl ?? ""),
        ...(capture.requestDomain !== undefined && { requestDomain: capture.requestDomain }),
        ...(capture.uiProfile !== undefined && { captureParameters: { uiProfile: capture.uiProfile } }),
      },
      call,
    );
    if (!flow.ok) return flow;
    return success({
      processId: flow.value.processId,
      phase: "awaitingCapture",
      offer: { kind: "redirect", url: flow.value.url, presentation: "redirect", after: "wait" },
    });
  },

  async mobileSdk({ settings, client, state, request, call }) {
    const process = await client.createProcess(state.dossierId, request, call);
    if (!process.ok) return process;
    const { processId, authorization } = process.value;
    if (authorization === undefined) return failure(missing("invalid_response", "process.authorization"));
    return success({
      processId,
      phase: "awaitingSdk",
      offer: {
        kind: "sdk",
        provider: "onfido",
        token: authorization,
        parameters: { steps: [...sdkSteps[settings.processType]] },
        after: "submit",
      },
    });
  },
};

/** What a process says of itself; one that cannot be read counts as not started. */
function statusOf(process: IdvResult<unknown>): string {
  const status = process.ok ? wireObject(process.value)?.status : undefined;
  return typeof status === "string" ? status : "pending";
}

function checkSurroundings(settings: AssureSettings, work: DispatchWork, context: DriverContext): IdvResult<undefined> {
  if (settings.capture.mode === "captureFlow" && work.callbackBaseUrl === undefined) {
    return failure(missing("invalid_input", "work.callbackBaseUrl"));
  }
  if (settings.capture.mode === "dossierFiles" && work.inputs.attributes.dossierId === undefined) {
    return failure(missing("invalid_input", "inputs.attributes.dossierId"));
  }
  if ((settings.artifacts.images || settings.artifacts.fullResult) && context.vault === undefined) {
    return failure(missing("configuration", "context.vault"));
  }
  return success(undefined);
}

/** A dossier stands for a person: one that the caller or a failed dispatch already has is used again. */
function knownDossier(work: DispatchWork): IdvResult<Pick<AssureState, "dossierId" | "processId"> | undefined> {
  if (work.driverState !== undefined) {
    const state = readState(work.driverState);
    if (!state.ok) return state;
    if (state.value.phase !== "started") {
      return failure(onfidoError("lifecycle", "driverState.phase: already dispatched"));
    }
    return success(state.value);
  }
  const { dossierId } = work.inputs.attributes;
  if (dossierId === undefined) return success(undefined);
  if (typeof dossierId === "string" && dossierId !== "") return success({ dossierId });
  return failure(missing("invalid_input", "inputs.attributes.dossierId"));
}

function missing(code: "configuration" | "invalid_input" | "invalid_response", path: string): IdvError {
  return onfidoError(code, `${path}: missing`);
}
