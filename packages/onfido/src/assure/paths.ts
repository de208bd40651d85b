import type { IdvError } from "@idvkit/core";
import { onfidoError } from "../refusal.ts";

/** Path templates of the Assure API that every account has (Assure API reference; see the README for their grades). */
export const assurePaths = {
  dossiers: "/assure/dossiers",
  dossier: "/assure/dossiers/{dossierId}",
  processes: "/assure/dossiers/{dossierId}/processes",
  process: "/assure/dossiers/{dossierId}/processes/{processId}",
  capture: "/assure/dossiers/{dossierId}/capture",
  files: "/assure/dossiers/{dossierId}/files",
  documentTypes: "/assure/onfido/document-types",
  captureConfigurations: "/assure/capture/configurations",
  captureConfiguration: "/assure/capture/configurations/{configurationId}",
} as const;

/** Paths that no official text confirms, so that they are settings. Templates with the placeholders that are listed. */
export interface AssurePaths {
  /** `{dossierId}`, `{processId}`. Default: the process itself, which is what a third party's client calls. */
  startVerification: string;
  /** `{dossierId}`, `{processId}`. Without it images are stored in the dossier, which the start falls back on. */
  setImages: string;
  /** `{dossierId}`, `{processId}`, `{depiction}`. */
  getImage: string;
  /** `{dossierId}`, `{processId}`. */
  fullResult: string;
}

export type AssurePathSettings = { [name in keyof AssurePaths]?: AssurePaths[name] };

const requiredPlaceholders: Readonly<Record<keyof AssurePaths, readonly string[]>> = {
  startVerification: ["processId"],
  setImages: ["processId"],
  getImage: ["processId", "depiction"],
  fullResult: ["processId"],
};

const placeholder = /\{([^{}]*)\}/g;

/** Throws an `IdvError` (`configuration`) for a template that lacks a placeholder or has one that nothing fills. */
export function checkPaths(paths: AssurePathSettings): void {
  for (const [name, required] of Object.entries(requiredPlaceholders) as [keyof AssurePaths, readonly string[]][]) {
    const template = paths[name];
    if (template === undefined) continue;
    const present = placeholdersOf(template);
    const missing = required.find((wanted) => !present.includes(wanted));
    if (!template.startsWith("/")) throw wrong(name, "must begin with a slash");
    if (missing !== undefined) throw wrong(name, `lacks {${missing}}`);
    if (present.some((found) => found !== "dossierId" && !required.includes(found))) {
      throw wrong(name, "has an unknown placeholder");
    }
  }
}

function placeholdersOf(template: string): string[] {
  return [...template.matchAll(placeholder)].map((match) => match[1] ?? "");
}

function wrong(name: string, problem: string): IdvError {
  return onfidoError("configuration", `paths.${name}: ${problem}`);
}
