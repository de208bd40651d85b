import { hash } from "node:crypto";
import {
  type FinalStatus,
  type IdvError,
  type IdvResult,
  type MappingWarning,
  success,
  type Vault,
  type VaultReference,
} from "@idvkit/core";
import { vaultOwner } from "@idvkit/driver-kit";
import { outcomeSha256 } from "../completion.ts";
import { imageMediaType } from "../images.ts";
import { reportKind } from "../mapping/report-kind.ts";
import type { Answer } from "./answer.ts";
import type { ApiCall, ApiClient } from "./client.ts";
import { referenceOf } from "./pending.ts";
import type { ApiState } from "./state.ts";
import { callOf, type Step } from "./step.ts";
import type { UploadedMedia } from "./wire-calls.ts";

/** Verdicts of a verification that ran to its end; only such a one has files. */
const reportedVerdicts: ReadonlySet<FinalStatus["verdict"]> = new Set(["verified", "rejected", "inconclusive"]);

/** The key under which an artifact lies in the vault. */
export function vaultKey(state: ApiState, name: string): string {
  return `onfido/${referenceOf(state) ?? state.applicantId}/${name}`;
}

interface Collected {
  references: Record<string, VaultReference>;
  warnings: MappingWarning[];
  /** A file that Onfido still makes is missing. */
  waiting: boolean;
  timelineFileId?: string;
}

/** Where files are fetched to. */
interface Collection extends Collected {
  step: Step;
  /** What the files are about. A result that changes has files of its own. */
  outcomeSha256: string;
  vault: Vault;
  client: ApiClient;
  call: ApiCall;
}

/**
 * Fetches what the options ask for into the vault. What Onfido does not have (404) is a warning, and `waiting` where it
 * may still be made; any other failure is an error, so that a later poll fetches it.
 */
export async function collectArtifacts(
  step: Step,
  answer: Answer,
  status: FinalStatus,
): Promise<IdvResult<Collected> & Pick<ApiState, "timelineFileId">> {
  const { settings, client, context, state } = step;
  const { vault } = context;
  const collected: Collected = { references: { ...state.artifacts }, warnings: [], waiting: false };
  if (vault === undefined || !reportedVerdicts.has(status.verdict)) return success(collected);
  const into: Collection = {
    ...collected,
    step,
    outcomeSha256: outcomeSha256(status),
    vault,
    client,
    call: callOf(context),
  };
  if (settings.artifacts.fullResult) await keepReports(into, answer);
  for (const [name, fetchOne] of Object.entries(files) as [keyof typeof files, Fetch][]) {
    const failed = settings.artifacts[name] ? await fetchOne(into) : undefined;
    if (failed !== undefined) return { ok: false, error: failed, ...timelineFileOf(into) };
  }
  const { references, warnings, waiting } = into;
  return success({ references, warnings, waiting, ...timelineFileOf(into) });
}

/** What was asked for stays so, also where the call then fails. */
function timelineFileOf({ timelineFileId }: Collection): Pick<ApiState, "timelineFileId"> {
  return timelineFileId === undefined ? {} : { timelineFileId };
}

type Fetch = (into: Collection) => Promise<IdvError | undefined>;

const pdf = "application/pdf";
const zip = "application/zip";

/** How a file of a media type begins. An answer that tells of a fault must not pass for evidence. */
const beginnings = { [pdf]: "%PDF-", [zip]: "PK" } as const;

/** The files of the options, each with how it is fetched. */
const files = {
  checkReport: (into) =>
    keepFile(into, "checkReport", pdf, ({ client, call, step }) =>
      client.downloadCheck(step.state.checkId ?? "", call),
    ),
  signedEvidenceFile: (into) =>
    keepFile(into, "signedEvidenceFile", pdf, ({ client, call }) => client.getSignedEvidenceFile(runOf(into), call)),
  evidenceFolder: (into) =>
    keepFile(into, "evidenceFolder", zip, ({ client, call }) => client.getEvidenceFolder(runOf(into), call)),
  timelineFile: keepTimelineFile,
  images: keepImages,
} as const satisfies Partial<Record<string, Fetch>>;

function runOf({ step }: Collection): string {
  return step.state.workflowRunId ?? "";
}

async function keepFile(
  into: Collection,
  name: string,
  mediaType: keyof typeof beginnings,
  download: (into: Collection) => Promise<IdvResult<Uint8Array>>,
): Promise<IdvError | undefined> {
  const key = fileKey(into, name);
  if (await isKept(into, name, key)) return undefined;
  // What may stand there is about another result.
  delete into.references[name];
  const file = await download(into);
  if (file.ok) {
    if (beginsWith(file.value, beginnings[mediaType])) return keep(into, name, file.value, mediaType, key);
    into.warnings.push({ code: "artifact_unreadable", path: name });
    return undefined;
  }
  if (file.error.httpStatus !== 404) return file.error;
  into.waiting = true;
  into.warnings.push({ code: "artifact_missing", path: name });
  return undefined;
}

function beginsWith(content: Uint8Array, text: string): boolean {
  return new TextDecoder("latin1").decode(content.subarray(0, text.length)) === text;
}

/** Onfido makes a timeline file only when asked, and takes its time. */
async function keepTimelineFile(into: Collection): Promise<IdvError | undefined> {
  const { client, call, step } = into;
  if (await isKept(into, "timelineFile", fileKey(into, "timelineFile"))) return undefined;
  let id = step.state.timelineFileId;
  if (id === undefined) {
    const created = await client.createTimelineFile(runOf(into), call);
    if (!created.ok) return created.error;
    id = created.value;
  }
  into.timelineFileId = id;
  const fileId = id;
  return keepFile(into, "timelineFile", pdf, () => client.getTimelineFile(runOf(into), fileId, call));
}

/** The pictures that the person or the SDK gave; an upload has kept its own already. */
async function keepImages(into: Collection): Promise<IdvError | undefined> {
  const { client, call, step } = into;
  const { applicantId, artifacts, startedAt } = step.state;
  if (artifacts?.front !== undefined) return undefined;
  const documents = await client.listMedia("documents", applicantId, call);
  if (!documents.ok) return documents.error;
  const photos = await client.listMedia("livePhotos", applicantId, call);
  if (!photos.ok) return photos.error;
  const taken = uploadedSince(documents.value, startedAt);
  const back = taken.findLast(({ side }) => side === "back");
  const front = taken.findLast(({ side }) => side === "front") ?? taken.findLast((other) => other !== back);
  const selfie = uploadedSince(photos.value, startedAt).at(-1);
  const wanted = [
    ["front", front && (() => client.downloadDocument(front.id, call))],
    ["back", back && (() => client.downloadDocument(back.id, call))],
    ["selfie", selfie && (() => client.downloadLivePhoto(selfie.id, call))],
  ] as const;
  for (const [name, download] of wanted) {
    const kept = await isKept(into, name, vaultKey(step.state, name));
    const failed = download && !kept ? await keepImage(into, name, await download()) : undefined;
    if (failed !== undefined) return failed;
  }
  return undefined;
}

/** Clocks differ a little, and Onfido gives whole seconds. */
const clockToleranceMs = 60_000;

/**
 * What was uploaded since the step began, the newest last: an applicant who is used again has older pictures, which this
 * result is not about.
 */
export function uploadedSince(uploads: readonly UploadedMedia[], startedAt: string): UploadedMedia[] {
  const earliest = Date.parse(startedAt) - clockToleranceMs;
  const timeOf = ({ createdAt }: UploadedMedia): number => Date.parse(createdAt ?? startedAt);
  return uploads.filter((upload) => timeOf(upload) >= earliest).sort((a, b) => timeOf(a) - timeOf(b));
}

async function keepImage(into: Collection, name: string, image: IdvResult<Uint8Array>): Promise<IdvError | undefined> {
  if (!image.ok) {
    if (image.error.httpStatus !== 404) return image.error;
    into.warnings.push({ code: "artifact_missing", path: name });
    return undefined;
  }
  const mediaType = imageMediaType(image.value);
  if (mediaType !== undefined) return keep(into, name, image.value, mediaType, vaultKey(into.step.state, name));
  into.warnings.push({ code: "artifact_unreadable", path: name });
  return undefined;
}

const reportArtifacts = { documentVerification: "documentReport", facialSimilarity: "facialReport" } as const;

/** The reports of a check as they came; a changed one is stored beside the one it replaces. */
async function keepReports(into: Collection, { reports }: Answer): Promise<void> {
  const { step } = into;
  for (const [kind, name] of Object.entries(reportArtifacts)) {
    const report = reports.find((candidate) => reportKind(candidate) === kind);
    if (report === undefined) continue;
    const content = new TextEncoder().encode(JSON.stringify(report));
    const key = vaultKey(step.state, `${name}/${hash("sha256", content)}`);
    await keep(into, name, content, "application/json", key);
  }
}

function fileKey({ step, outcomeSha256 }: Collection, name: string): string {
  return vaultKey(step.state, `${name}/${outcomeSha256}`);
}

/** Whether a file is in the vault already, perhaps from a call that broke off after storing it. */
async function isKept({ references, vault, step }: Collection, name: string, key: string): Promise<boolean> {
  const known = await vault.find(vaultOwner(step.work), key);
  if (known !== null) references[name] = known;
  return known !== null;
}

async function keep(
  into: Collection,
  name: string,
  content: Uint8Array,
  mediaType: string,
  key: string,
): Promise<undefined> {
  const { step, vault, references } = into;
  references[name] = await vault.put(content, { mediaType, name, key, owner: vaultOwner(step.work) });
}
