import { type IdvResult, success } from "@idvkit/core";
import { type ImageMediaType, type ImageSide, imageMediaType } from "../images.ts";
import { refuse } from "../refusal.ts";
import { readZip, type ZipLimits, type ZipMember } from "./zip.ts";

/** What Assure's "Download full result" holds of an Onfido process. The reports are Onfido's own JSON, byte for byte. */
export interface FullResult {
  documentReport?: Uint8Array;
  facialReport?: Uint8Array;
  images: Partial<Record<ImageSide, { content: Uint8Array; mediaType: ImageMediaType }>>;
}

/** Wide enough for three images of the allowed size, a video and both reports. */
export const fullResultLimits: Readonly<ZipLimits> = {
  zipBytes: 64 * 1024 * 1024,
  entries: 100,
  entryBytes: 16 * 1024 * 1024,
  totalBytes: 48 * 1024 * 1024,
};

type ReportKind = "documentReport" | "facialReport";

const reportNames: ReadonlyMap<string, ReportKind> = new Map([
  ["document_verification.json", "documentReport"],
  ["facial_similarity.json", "facialReport"],
]);
const imageName = /^(front|back|selfie)\.(?:jpe?g|png)$/;

/** Breakdowns that only one of the two reports has (Onfido API v3.6: document report, facial similarity report). */
const tellingBreakdowns: ReadonlyMap<string, ReportKind> = new Map([
  ["age_validation", "documentReport"],
  ["compromised_document", "documentReport"],
  ["data_comparison", "documentReport"],
  ["data_consistency", "documentReport"],
  ["data_validation", "documentReport"],
  ["police_record", "documentReport"],
  ["face_comparison", "facialReport"],
]);

/**
 * Reads the zip of "Download full result": the two reports and the images, in whatever folder they lie. Other members
 * are ignored. Which report is which is told by its content, and by its name only where the content does not say: the
 * vendor page describes the two names the wrong way round. Fails with `invalid_response` for a zip that is broken,
 * beyond the limits or hostile, and for one that holds the same thing twice.
 */
export async function readFullResult(
  zip: Uint8Array,
  limits: Readonly<ZipLimits> = fullResultLimits,
): Promise<IdvResult<FullResult>> {
  const members = await readZip(
    zip,
    limits,
    (path) => reportNames.has(fileName(path)) || imageName.test(fileName(path)),
  );
  if (!members.ok) return members;
  const result: FullResult = { images: {} };
  for (const member of members.value) {
    const problem = addMember(result, member);
    if (problem !== undefined) return broken(problem);
  }
  return success(result);
}

function addMember(result: FullResult, { path, content }: ZipMember): string | undefined {
  const name = fileName(path);
  const side = imageName.exec(name)?.[1] as ImageSide | undefined;
  if (side === undefined) {
    const kind = reportKind(content) ?? reportNames.get(name);
    if (kind === undefined || result[kind] !== undefined) return "two reports of one kind";
    result[kind] = content;
    return undefined;
  }
  if (result.images[side] !== undefined) return `images.${side}: there are two`;
  const mediaType = imageMediaType(content);
  if (mediaType === undefined) return `images.${side}: not a JPEG or PNG image`;
  result.images[side] = { content, mediaType };
  return undefined;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).toLowerCase();
}

/** Which report a JSON text is, by the report's own name or by the breakdowns that only one of the two has. */
function reportKind(content: Uint8Array): ReportKind | undefined {
  const report = parseObject(content);
  if (report === undefined) return undefined;
  if (typeof report.name === "string") {
    if (report.name.startsWith("facial_similarity")) return "facialReport";
    if (report.name.startsWith("document")) return "documentReport";
  }
  const breakdown = report.breakdown ?? report.breakdowns;
  if (typeof breakdown !== "object" || breakdown === null) return undefined;
  const found = new Set(Object.keys(breakdown).map((key) => tellingBreakdowns.get(snakeCase(key))));
  found.delete(undefined);
  const [kind, ...others] = found;
  return others.length === 0 ? kind : undefined;
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function parseObject(content: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(content));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function broken(reason: string): IdvResult<never> {
  return refuse("invalid_response", `fullResult: ${reason}`);
}
