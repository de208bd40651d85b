import {
  type DispatchWork,
  type DriverContext,
  failure,
  type IdvError,
  type IdvResult,
  type JsonObject,
  type PersonAction,
  type StepResult,
  success,
} from "@idvkit/core";
import { imageForm, imagesNeeded } from "../images.ts";
import type { ApiSettings } from "../options.ts";
import { checkPerson, type PersonFacts } from "../person-facts.ts";
import { onfidoError, refuse } from "../refusal.ts";
import { type DocumentTypeNames, requestedDocumentType } from "../requested-document.ts";
import { sdkSteps } from "../sdk-steps.ts";
import { applicantBody } from "./applicant.ts";
import { linkReturnUrl } from "./callback.ts";
import type { ApiCall, ApiClient } from "./client.ts";
import { pending } from "./pending.ts";
import { type ApiState, readState, writeState } from "./state.ts";
import { callOf } from "./step.ts";
import { stepRef } from "./step-ref.ts";

/** Onfido's words for the types of documents that it takes by upload (API v3.6, document types). */
const documentTypeNames: DocumentTypeNames = {
  PASSPORT: "passport",
  DRIVING_LICENSE: "driving_licence",
  ID: "national_identity_card",
  RESIDENT_PERMIT: "residence_permit",
  VISA: "visa",
};

/** Starts a verification: checks the person's facts, makes or reuses the applicant, makes what the capture needs, offers it. */
export async function dispatch(
  settings: ApiSettings,
  client: ApiClient,
  work: DispatchWork,
  context: DriverContext,
): Promise<StepResult> {
  const now = context.now();
  const facts = checkPerson(settings, work, now);
  if (!facts.ok) return facts;
  const documentType = requestedDocumentType(settings, work, documentTypeNames);
  if (!documentType.ok) return documentType;
  const surroundings = checkSurroundings(settings, work, context);
  if (!surroundings.ok) return surroundings;
  const known = knownApplicant(work);
  if (!known.ok) return known;
  if (facts.value.locationMissing) context.log?.warn("onfido.location_missing", { path: "inputs.subject" });

  const call = callOf(context);
  const applicant =
    known.value === undefined
      ? await createApplicant(settings, client, work, facts.value, call)
      : success(known.value.applicantId);
  if (!applicant.ok) return applicant;
  const state: ApiState = {
    version: 1,
    channel: "onfido",
    phase: "started",
    applicantId: applicant.value,
    ...(known.value?.applicantGiven === true && { applicantGiven: true }),
    ...(documentType.value !== undefined && { documentType: documentType.value }),
    ...(work.browserSession !== undefined && { browserSession: work.browserSession }),
    ...(facts.value.consented && { biometricConsent: true }),
    ...(facts.value.locationMissing && { locationMissing: true }),
    startedAt: now.toISOString(),
    polls: 0,
  };
  const start = settings.product.kind === "workflowRun" ? startWorkflowRun : startCapture;
  const started = await start({ settings, client, work, state, call, now });
  if (!started.ok) return { ...started, driverState: writeState(state) };
  const { offer, rawStatus, ...progress } = started.value;
  return success(pending({ settings, work, state: { ...state, ...progress }, rawStatus, now, offers: [offer] }));
}

interface Start {
  settings: ApiSettings;
  client: ApiClient;
  work: DispatchWork;
  state: ApiState;
  call: ApiCall;
  now: Date;
}

interface Started extends Pick<ApiState, "phase" | "workflowRunId"> {
  offer: PersonAction;
  rawStatus: string;
}

/** A check is made once the pictures are there. Until then there is only the applicant. */
async function startCapture({ settings, client, state, call, now }: Start): Promise<IdvResult<Started>> {
  const rawStatus = "awaiting_applicant";
  if (settings.capture.mode === "upload") {
    const form = imageForm(imagesNeeded(settings.processType, state.documentType));
    return success({ phase: "awaitingImages", rawStatus, offer: { kind: "userInput", form, after: "submit" } });
  }
  const token = await client.createSdkToken(sdkTokenBody(settings, state), call);
  if (!token.ok) return token;
  const parameters = { steps: [...sdkSteps[settings.processType]], ...(settings.nfcEnabled === true && { nfc: true }) };
  return success({ phase: "awaitingSdk", rawStatus, offer: sdkOffer(token.value, parameters, now) });
}

async function startWorkflowRun(start: Start): Promise<IdvResult<Started>> {
  const { settings, client, state, call, now } = start;
  const run = await client.createWorkflowRun(workflowRunBody(start), call);
  if (!run.ok) return run;
  const { workflowRunId, status, linkUrl, sdkToken } = run.value;
  const rawStatus = status ?? "awaiting_input";
  if (settings.capture.mode === "hostedLink") {
    if (linkUrl === undefined) return failure(missing("invalid_response", "workflowRun.link.url"));
    const expiresAt = linkExpiry(start);
    const offer: PersonAction = { kind: "redirect", url: linkUrl, presentation: "redirect", expiresAt, after: "wait" };
    return success({ phase: "awaitingLink", workflowRunId, rawStatus, offer });
  }
  const token = sdkToken ? success(sdkToken) : await client.createSdkToken(sdkTokenBody(settings, state), call);
  if (!token.ok) return token;
  return success({
    phase: "awaitingSdk",
    workflowRunId,
    rawStatus,
    offer: sdkOffer(token.value, { workflowRunId }, now),
  });
}

function workflowRunBody(start: Start): JsonObject {
  const { settings, work, state } = start;
  const { product, capture } = settings;
  const body: JsonObject = { applicant_id: state.applicantId, tags: [`idvkit:${stepRef(work)}`] };
  if (product.kind !== "workflowRun") return body;
  body.workflow_id = product.workflowId;
  if (product.customData !== undefined) body.custom_data = product.customData;
  if (capture.mode !== "hostedLink") return body;
  const url = linkReturnUrl(work);
  body.link = {
    completed_redirect_url: url,
    expired_redirect_url: url,
    expires_at: linkExpiry(start),
    ...(capture.language !== undefined && { language: capture.language }),
  };
  return body;
}

function linkExpiry({ settings: { capture, poll }, now }: Start): string {
  const lifetimeMs = capture.mode === "hostedLink" ? capture.expiresAfterMs : undefined;
  return new Date(now.getTime() + (lifetimeMs ?? poll.deadlineMs)).toISOString();
}

function sdkTokenBody({ capture }: ApiSettings, { applicantId }: ApiState): JsonObject {
  return {
    applicant_id: applicantId,
    ...(capture.mode === "mobileSdk" && { application_id: capture.mobileAppId }),
    ...(capture.mode === "webSdk" && { referrer: capture.referrer }),
    ...(capture.mode === "webSdk" &&
      capture.crossDeviceUrl !== undefined && { cross_device_url: capture.crossDeviceUrl }),
  };
}

/** How long a token of the SDK is good for (Onfido's SDK guides). */
const sdkTokenLifetimeMs = 90 * 60 * 1000;

function sdkOffer(token: string, parameters: JsonObject, now: Date): PersonAction {
  const expiresAt = new Date(now.getTime() + sdkTokenLifetimeMs).toISOString();
  return { kind: "sdk", provider: "onfido", token, parameters, expiresAt, after: "submit" };
}

async function createApplicant(
  settings: ApiSettings,
  client: ApiClient,
  work: DispatchWork,
  facts: PersonFacts,
  call: ApiCall,
): Promise<IdvResult<string>> {
  const body = applicantBody(settings, work, facts);
  return body.ok ? client.createApplicant(body.value, call) : body;
}

function checkSurroundings(settings: ApiSettings, work: DispatchWork, context: DriverContext): IdvResult<undefined> {
  if (settings.capture.mode === "hostedLink" && work.callbackBaseUrl === undefined) {
    return failure(missing("invalid_input", "work.callbackBaseUrl"));
  }
  const { waitMs, ...artifacts } = settings.artifacts;
  if (Object.values(artifacts).includes(true) && context.vault === undefined) {
    return failure(missing("configuration", "context.vault"));
  }
  return success(undefined);
}

/** An applicant that the caller or a failed dispatch already has is used again. */
function knownApplicant(work: DispatchWork): IdvResult<Pick<ApiState, "applicantId" | "applicantGiven"> | undefined> {
  if (work.driverState !== undefined) {
    const state = readState(work.driverState);
    if (!state.ok) return state;
    if (state.value.phase === "started") return success(state.value);
    const message = "driverState.phase: already dispatched";
    return refuse("lifecycle", message);
  }
  const { applicantId } = work.inputs.attributes;
  if (applicantId === undefined) return success(undefined);
  if (typeof applicantId === "string" && applicantId !== "") return success({ applicantId, applicantGiven: true });
  return failure(missing("invalid_input", "inputs.attributes.applicantId"));
}

function missing(code: "configuration" | "invalid_input" | "invalid_response", path: string): IdvError {
  return onfidoError(code, `${path}: missing`);
}
