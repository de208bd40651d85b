import { hash } from "node:crypto";
import {
  type IdvErrorCode,
  type IdvResult,
  type JsonObject,
  type StepResult,
  type SubmitWork,
  success,
} from "@idvkit/core";
import { contained, vaultOwner } from "@idvkit/driver-kit";
import { type CapturedImage, type CapturedImages, checkImages, type ImageSide, imagesNeeded } from "../images.ts";
import { mapTermination } from "../mapping/termination.ts";
import { provider } from "../profile.ts";
import { refuse } from "../refusal.ts";
import { bindSubmission } from "../session.ts";
import type { ProcessType } from "../setting-schemas.ts";
import { uploadedSince, vaultKey } from "./artifacts.ts";
import { mappingContext } from "./mapping-context.ts";
import { complete } from "./outcome.ts";
import { pending, referenceOf } from "./pending.ts";
import { type ApiState, writeState } from "./state.ts";
import { callOf, type Step } from "./step.ts";
import { stepRef } from "./step-ref.ts";
import type { CreatedCheck, MediaKind } from "./wire-calls.ts";

type Submission = Step<SubmitWork>;

/** Takes the pictures, or what the app says about the SDK, and asks for the check. A workflow goes on by itself. */
export async function submit(step: Submission): Promise<StepResult> {
  const bound = bindSubmission(step.work, step.state);
  if (!bound.ok) return bound;
  const run = { ...step, state: bound.value };
  switch (run.state.phase) {
    case "awaitingImages":
      return submitImages(run);
    case "awaitingSdk":
      return submitSdkResult(run);
    default:
      return refuse("lifecycle", "driverState.phase: nothing to submit");
  }
}

async function submitImages(run: Submission): Promise<StepResult> {
  const { settings, work } = run;
  const images = checkImages(work.input, imagesNeeded(settings.processType, run.state.documentType));
  if (!images.ok) return images;
  const earlier = await goOnWithEarlierCheck(run);
  if (earlier !== undefined) return earlier;
  const uploaded = await uploadAll(run, images.value);
  if (!uploaded.ok) return uploaded;
  const keeping = { ...run, state: uploaded.value };
  const kept = await contained(provider, async () => success(await keepImages(keeping, images.value)));
  if (!kept.ok) return { ...kept, driverState: writeState(uploaded.value) };
  const state = kept.value;
  const documentIds = documentSides.flatMap((side) => uploadedId(state, side, images.value[side]) ?? []);
  return createCheck({ ...run, state }, { document_ids: documentIds });
}

const documentSides = ["front", "back"] as const;

/**
 * Uploads what Onfido does not have yet; what it took before a failure is kept in the state. Of each side only the newest
 * upload counts: a check compares with the newest live photo.
 */
async function uploadAll(run: Submission, images: CapturedImages): Promise<IdvResult<ApiState> & StepFailure> {
  let { state } = run;
  for (const [side, image] of Object.entries(images) as [ImageSide, CapturedImage][]) {
    if (uploadedId(state, side, image) !== undefined) continue;
    const id = await upload({ ...run, state }, side, image);
    if (!id.ok) return { ...id, driverState: writeState(state) };
    const others = Object.entries(state.uploads ?? {}).filter(([key]) => !key.startsWith(`${side}/`));
    state = { ...state, uploads: { ...Object.fromEntries(others), [uploadKey(side, image)]: id.value } };
  }
  return success(state);
}

type StepFailure = { ok: true } | { ok: false; driverState?: ReturnType<typeof writeState> };

function upload({ client, context, state }: Submission, side: ImageSide, image: CapturedImage) {
  const { applicantId, documentType: type = "unknown" } = state;
  const call = callOf(context);
  return side === "selfie"
    ? client.uploadLivePhoto({ applicantId, image }, call)
    : client.uploadDocument({ applicantId, type, side, image }, call);
}

function uploadedId({ uploads }: ApiState, side: ImageSide, image: CapturedImage | undefined): string | undefined {
  return image && uploads?.[uploadKey(side, image)];
}

function uploadKey(side: ImageSide, { content }: CapturedImage): string {
  return `${side}/${hash("sha256", content)}`;
}

/** What an earlier try kept, and nobody verifies, does not stay. */
async function keepImages({ settings, work, context, state }: Submission, images: CapturedImages): Promise<ApiState> {
  const { vault } = context;
  if (!settings.artifacts.images || vault === undefined) return state;
  const artifacts: NonNullable<ApiState["artifacts"]> = {};
  for (const [side, image] of Object.entries(images) as [ImageSide, CapturedImage][]) {
    const key = vaultKey(state, uploadKey(side, image));
    const meta = { mediaType: image.mediaType, name: side, key, owner: vaultOwner(work) };
    artifacts[side] = await vault.put(image.content, meta);
  }
  const kept = new Set(Object.values(artifacts).map(({ $id }) => $id));
  for (const replaced of Object.values(state.artifacts ?? {}))
    if (!kept.has(replaced.$id)) await vault.delete(replaced);
  return { ...state, artifacts };
}

async function submitSdkResult(run: Submission): Promise<StepResult> {
  const { settings, work, context, state } = run;
  const { result, ...rest } = work.input;
  if (Object.keys(rest).length > 0) return refuse("invalid_input", "work.input: unknown field");
  if (result === "cancel" || result === "error") return endBySdk(run, result);
  if (result !== "success") return refuse("invalid_input", "work.input.result: not a known result");
  if (settings.product.kind === "check") return (await goOnWithEarlierCheck(run)) ?? checkCapture(run);
  const verifying: ApiState = { ...state, phase: "verifying" };
  return success(pending({ settings, work, state: verifying, rawStatus: "processing", now: context.now() }));
}

/**
 * Asks for the check of what the SDK took. An applicant that the caller brought may have older pictures, which Onfido would
 * take in the place of missing ones, and which do not show who is here now.
 */
async function checkCapture(run: Submission): Promise<StepResult> {
  const { settings, state } = run;
  if (state.applicantGiven !== true) return createCheck(run, {});
  for (const kinds of capturedMedia[settings.processType]) {
    const taken = await takenNow(run, kinds);
    if (!taken.ok) return taken;
    if (!taken.value) return refuse("invalid_input", "work.input.result: the SDK has taken too little in this step");
  }
  return createCheck(run, {});
}

/** What the SDK takes for a process type: of every list one. A face is filmed as a video or as a motion capture. */
const capturedMedia: Readonly<Record<ProcessType, readonly (readonly MediaKind[])[]>> = {
  document: [["documents"]],
  documentSelfie: [["documents"], ["livePhotos"]],
  documentVideo: [["documents"], ["liveVideos", "motionCaptures"]],
};

async function takenNow(run: Submission, kinds: readonly MediaKind[]): Promise<IdvResult<boolean>> {
  const { client, context, state } = run;
  for (const kind of kinds) {
    const uploads = await client.listMedia(kind, state.applicantId, callOf(context));
    if (!uploads.ok) return uploads;
    const isNew = uploadedSince(uploads.value, state.startedAt).some(({ createdAt }) => createdAt !== undefined);
    if (isNew) return success(true);
  }
  return success(false);
}

async function endBySdk(run: Submission, result: "cancel" | "error"): Promise<StepResult> {
  const { client, context, state } = run;
  const now = context.now();
  const verdict = result === "cancel" ? "canceled" : "error";
  const status = mapTermination(verdict, `sdk_${result}`, referenceOf(state), mappingContext(run, now));
  // The applicant is of no more use, unless it is the caller's; where deleting fails, Onfido's own retention ends it.
  const deleted =
    state.applicantGiven === true
      ? success(undefined)
      : await client.deleteApplicant(state.applicantId, callOf(context));
  if (!deleted.ok && deleted.error.code === "interrupted") return deleted;
  const warnings = deleted.ok ? [] : [{ code: "applicant_not_deleted", path: "applicant" }];
  return complete(run, { ...status, warnings: [...status.warnings, ...warnings] }, now);
}

/**
 * The check of an earlier try that failed and may have reached Onfido all the same: its tag tells it from the applicant's
 * other checks. It is about what was sent then, so that nothing is uploaded before this is known.
 */
async function goOnWithEarlierCheck(run: Submission): Promise<StepResult | undefined> {
  const { client, work, context, state } = run;
  if (state.checkTried !== true) return undefined;
  const checks = await client.listChecks(state.applicantId, callOf(context));
  if (!checks.ok) return { ...checks, driverState: writeState(state) };
  const own = checks.value.find(({ tags }) => tags.includes(tagOf(work)));
  return own && checking(run, own);
}

async function createCheck(run: Submission, pictures: JsonObject): Promise<StepResult> {
  const { client, context, state } = run;
  const created = await client.createCheck(checkBody(run, pictures), callOf(context));
  if (created.ok) return checking(run, created.value);
  const { code, httpStatus } = created.error;
  const tried = uncertain.has(code) || httpStatus === requestTimeout || state.checkTried === true;
  return { ...created, driverState: writeState({ ...state, ...(tried && { checkTried: true }) }) };
}

function checking({ settings, work, context, state }: Submission, { checkId, reportIds }: CreatedCheck): StepResult {
  const verifying: ApiState = { ...state, phase: "verifying", checkId, reportIds };
  return success(pending({ settings, work, state: verifying, rawStatus: "in_progress", now: context.now() }));
}

/** After such a failure nobody knows whether Onfido made the check. */
const uncertain: ReadonlySet<IdvErrorCode> = new Set(["provider_unavailable", "interrupted", "invalid_response"]);

/** Says that a gateway gave up waiting, perhaps for Onfido's answer. */
const requestTimeout = 408;

function tagOf(work: SubmitWork): string {
  return `idvkit:${stepRef(work)}`;
}

function checkBody({ settings, work, state }: Submission, pictures: JsonObject): JsonObject {
  const { sandbox } = settings;
  return {
    applicant_id: state.applicantId,
    report_names: [...settings.reports],
    tags: [tagOf(work)],
    ...pictures,
    ...(state.biometricConsent === true && { privacy_notices_read_consent_given: true }),
    ...(sandbox?.subResult !== undefined && { sub_result: sandbox.subResult }),
    ...(sandbox?.consider !== undefined && { consider: [...sandbox.consider] }),
  };
}
