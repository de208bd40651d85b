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
import { imageMediaType } from "../images.ts";
import type { RunningState } from "./state.ts";
import { callOf, type Step } from "./step.ts";

/** Images that Onfido hands out; there is no portrait (Assure's Onfido page, "Upload images"). */
const depictions = ["front", "back", "selfie"] as const;

/** What the full result can hold, the report that is stored last before the others. */
const fullResultNames = ["documentReport", "facialReport", ...depictions] as const;

/** Verdicts of a process that ran to its end; only such a process has images and reports. */
const reportedVerdicts: ReadonlySet<FinalStatus["verdict"]> = new Set(["verified", "rejected", "inconclusive"]);

/** The key under which an artifact of a process lies in the vault. */
export function vaultKey(state: RunningState, name: string): string {
  return `assure/${state.processId}/${name}`;
}

interface Collected {
  references: Record<string, VaultReference>;
  warnings: MappingWarning[];
}

/**
 * Fetches what the options ask for into the vault: the raw reports of the full result, and the images. What Assure no
 * longer has (404) is a warning; any other failure is an error, so that a later poll fetches it.
 */
export async function collectArtifacts(step: Step, raw: unknown, status: FinalStatus): Promise<IdvResult<Collected>> {
  const { settings, context, state } = step;
  const collected: Collected = { references: { ...state.artifacts }, warnings: [] };
  const { vault } = context;
  if (vault === undefined || !reportedVerdicts.has(status.verdict)) return success(collected);
  if (settings.artifacts.fullResult) {
    const failed = await collectFullResult(step, vault, collected);
    if (failed !== undefined) return { ok: false, error: failed };
  }
  if (settings.artifacts.images && settings.paths.getImage !== undefined) {
    const failed = await collectImages(step, vault, collected, depicted(raw));
    if (failed !== undefined) return { ok: false, error: failed };
  }
  return success(collected);
}

async function collectFullResult(step: Step, vault: Vault, into: Collected): Promise<IdvError | undefined> {
  const { client, settings, work, state, context } = step;
  const known = await Promise.all(fullResultNames.map((name) => vault.find(vaultOwner(work), vaultKey(state, name))));
  if (known[0]) {
    fullResultNames.forEach((name, index) => {
      const reference = known[index];
      if (reference) into.references[name] = reference;
    });
    return undefined;
  }
  const full = await client.downloadFullResult(state.dossierId, state.processId, callOf(context));
  if (!full.ok) return tolerate(full.error, "fullResult", into);
  const { documentReport, facialReport, images } = full.value;
  // The document report is stored last: finding it again says that the whole result is there.
  if (settings.artifacts.images) {
    for (const [name, image] of Object.entries(images)) {
      if (into.references[name] === undefined) await keep(step, vault, into, name, image.content, image.mediaType);
    }
  }
  if (facialReport) await keep(step, vault, into, "facialReport", facialReport, "application/json");
  if (documentReport) await keep(step, vault, into, "documentReport", documentReport, "application/json");
  return undefined;
}

async function collectImages(
  step: Step,
  vault: Vault,
  into: Collected,
  names: readonly string[],
): Promise<IdvError | undefined> {
  const { client, work, state, context } = step;
  for (const name of names) {
    if (into.references[name] !== undefined) continue;
    const known = await vault.find(vaultOwner(work), vaultKey(state, name));
    if (known !== null) {
      into.references[name] = known;
      continue;
    }
    const image = await client.getImage(state.dossierId, state.processId, name, callOf(context));
    if (!image.ok) {
      const failed = tolerate(image.error, `depictions.${name}`, into);
      if (failed !== undefined) return failed;
      continue;
    }
    const mediaType = imageMediaType(image.value);
    if (mediaType === undefined) into.warnings.push({ code: "artifact_unreadable", path: `depictions.${name}` });
    else await keep(step, vault, into, name, image.value, mediaType);
  }
  return undefined;
}

async function keep(
  { work, state }: Step,
  vault: Vault,
  into: Collected,
  name: string,
  content: Uint8Array,
  mediaType: string,
): Promise<void> {
  const key = vaultKey(state, name);
  into.references[name] = await vault.put(content, { mediaType, name, key, owner: vaultOwner(work) });
}

function tolerate(error: IdvError, path: string, into: Collected): IdvError | undefined {
  if (error.httpStatus !== 404) return error;
  into.warnings.push({ code: "artifact_missing", path });
  return undefined;
}

function depicted(raw: unknown): readonly string[] {
  const named = typeof raw === "object" && raw !== null ? (raw as Record<string, unknown>).depictions : undefined;
  return Array.isArray(named) ? depictions.filter((name) => named.includes(name)) : [];
}
