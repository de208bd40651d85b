import { createHash } from "node:crypto";
import { type IdvErrorCode, type StepResult, type SubmitWork, success, type VaultReference } from "@idvkit/core";
import { vaultOwner } from "@idvkit/driver-kit";
import { type CapturedImages, checkImages, imagesNeeded } from "../images.ts";
import { mapTermination } from "../mapping/termination.ts";
import { refuse } from "../refusal.ts";
import { bindSubmission } from "../session.ts";
import { vaultKey } from "./artifacts.ts";
import { complete, mappingContext, readOutcome } from "./outcome.ts";
import { pending } from "./pending.ts";
import { type RunningState, writeState } from "./state.ts";
import { callOf, type Step } from "./step.ts";

/** Takes the images, or what the app says about the SDK, and starts the verification. */
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

type Submission = Step<SubmitWork>;

async function submitImages(run: Submission): Promise<StepResult> {
  const { settings, client, work, context } = run;
  const images = checkImages(work.input, imagesNeeded(settings.processType, run.state.documentType));
  if (!images.ok) return images;
  const sha256 = digest(images.value);
  let state = run.state;
  if (state.uploadedSha256 !== sha256) {
    const uploaded = await client.uploadImages(state.dossierId, state.processId, images.value, callOf(context));
    if (!uploaded.ok) return uploaded;
    const artifacts = await keepImages(run, images.value, sha256);
    state = { ...state, uploadedSha256: sha256, ...(artifacts !== undefined && { artifacts }) };
  }
  return start({ ...run, state });
}

async function submitSdkResult(run: Submission): Promise<StepResult> {
  const { client, work, context, state } = run;
  const { result, ...rest } = work.input;
  if (Object.keys(rest).length > 0) return refuse("invalid_input", "work.input: unknown field");
  if (result === "success") return start(run);
  if (result !== "cancel" && result !== "error")
    return refuse("invalid_input", "work.input.result: not a known result");
  const now = context.now();
  const verdict = result === "cancel" ? "canceled" : "error";
  const status = mapTermination(verdict, `sdk_${result}`, state.processId, mappingContext(run, now));
  // The process is of no more use; where deleting fails, Assure's own retention ends it.
  const deleted = await client.deleteProcess(state.dossierId, state.processId, callOf(context));
  if (!deleted.ok && deleted.error.code === "interrupted") return deleted;
  const warnings = deleted.ok ? [] : [{ code: "process_not_deleted", path: "process" }];
  return complete(run, { ...status, warnings: [...status.warnings, ...warnings] }, now);
}

/**
 * Starts the verification. Where an earlier start failed it may have reached Assure all the same, and then Assure refuses
 * a second one: the process itself says whether it runs.
 */
async function start(run: Submission): Promise<StepResult> {
  const { settings, client, context, state } = run;
  const verifying: RunningState = { ...state, phase: "verifying" };
  const started = await client.startVerification(state.dossierId, state.processId, callOf(context));
  if (started.ok) return success(pending(settings, verifying, "processing", context.now()));
  if (state.startTried === true && refusals.has(started.error.code)) {
    const read = await readOutcome({ ...run, state: verifying });
    if (read.ok && (read.value.kind === "completed" || read.value.rawStatus !== "pending")) return read;
  }
  return { ...started, driverState: writeState({ ...state, startTried: true }) };
}

/** How Assure may say that a process runs already; the status is not published. */
const refusals: ReadonlySet<IdvErrorCode> = new Set(["conflict", "provider_error"]);

/** The key names the content: other images after a failed start must not be taken for the first ones. */
async function keepImages(
  { settings, work, context, state }: Submission,
  images: CapturedImages,
  sha256: string,
): Promise<Record<string, VaultReference> | undefined> {
  const { vault } = context;
  if (!settings.artifacts.images || vault === undefined) return undefined;
  for (const replaced of Object.values(state.artifacts ?? {})) await vault.delete(replaced);
  const references: Record<string, VaultReference> = {};
  for (const [side, { content, mediaType }] of Object.entries(images)) {
    const key = vaultKey(state, `${sha256}/${side}`);
    references[side] = await vault.put(content, { mediaType, name: side, key, owner: vaultOwner(work) });
  }
  return references;
}

function digest(images: CapturedImages): string {
  const hash = createHash("sha256");
  for (const [side, image] of Object.entries(images)) {
    hash.update(`${side}:${image.content.byteLength}:`).update(image.content);
  }
  return hash.digest("hex");
}
