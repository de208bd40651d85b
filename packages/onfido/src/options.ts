import { type DocumentType, describeIssues, type IdvError } from "@idvkit/core";
import type { z } from "zod";
import { checkApiOptions, defaultReports } from "./api/check-options.ts";
import { apiOptionsSchema } from "./api/settings.ts";
import { enterpriseHosts } from "./assure/enterprise.ts";
import { checkPaths } from "./assure/paths.ts";
import { assureOptionsSchema } from "./assure/settings.ts";
import { foldDocumentType } from "./mapping/document-type.ts";
import { onfidoError } from "./refusal.ts";

export { type ProcessType, processTypes } from "./setting-schemas.ts";

/** What the caller configures once for Signicat Assure; see the README's table. */
export type AssureOptions = z.input<typeof assureOptionsSchema>;

/** What the caller configures once for Onfido's own API; see the README's table. */
export type OnfidoApiOptions = z.input<typeof apiOptionsSchema>;

/** The options of either channel. Secrets may be functions, which are called at use. */
export type OnfidoOptions = AssureOptions | OnfidoApiOptions;

type Resolved<Options> = Omit<Options, "documentTypes"> & { documentTypes?: DocumentType[] };

/** The options with defaults filled in and the document types in the words of the data blocks. */
export type AssureSettings = Resolved<z.output<typeof assureOptionsSchema>> & {
  baseUrl: string;
  tokenPath: string;
  scope: string;
};
export type ApiSettings = Resolved<z.output<typeof apiOptionsSchema>> & {
  /** The names of the reports of a check; empty for a workflow, which has its own. */
  reports: readonly string[];
};
export type OnfidoSettings = AssureSettings | ApiSettings;

const signicatHosts = {
  baseUrl: "https://api.signicat.com",
  tokenPath: "/auth/open/connect/token",
  scope: "signicat-api",
};

/**
 * Checks the options. Throws an `IdvError`: `configuration` for what is wrong or missing, `unsupported` for a setting
 * that the channel cannot honour. The message names paths, never values.
 */
export function resolveOptions(options: OnfidoOptions): OnfidoSettings {
  return options.channel === "onfido" ? resolveApiOptions(options) : resolveAssureOptions(options);
}

function resolveAssureOptions(options: unknown): AssureSettings {
  const settings = withDocumentTypes(parse(assureOptionsSchema, options));
  if (settings.nfcEnabled === true) throw unsupported("options.nfcEnabled: Assure reads no chips with Onfido");
  if (settings.processType === "documentVideo" && isUpload(settings)) {
    throw unsupported("options.capture.mode: a live video cannot be uploaded");
  }
  const { artifacts, paths, enterpriseEnvironment } = settings;
  checkPaths(paths);
  if (artifacts.images && settings.capture.mode !== "upload" && !paths.getImage && !artifacts.fullResult) {
    throw configuration("options.paths.getImage: needed for artifacts.images");
  }
  if (artifacts.fullResult && paths.fullResult === undefined) {
    throw configuration("options.paths.fullResult: needed for artifacts.fullResult");
  }
  const hosts = enterpriseEnvironment === undefined ? signicatHosts : enterpriseHosts(enterpriseEnvironment);
  return { ...hosts, ...settings };
}

function isUpload({ capture }: Pick<AssureSettings, "capture">): boolean {
  return capture.mode === "upload" || capture.mode === "dossierFiles";
}

function resolveApiOptions(options: unknown): ApiSettings {
  const settings = withDocumentTypes(parse(apiOptionsSchema, options));
  const { product } = settings;
  const reports = product.kind === "check" ? (product.reports ?? defaultReports(settings)) : [];
  const problem = checkApiOptions({ ...settings, reports });
  if (problem !== undefined) throw problem;
  return { ...settings, reports };
}

function parse<Schema extends z.ZodType>(schema: Schema, options: unknown): z.output<Schema> {
  const parsed = schema.safeParse(options);
  if (!parsed.success) throw configuration(describeIssues(parsed.error, "options").join("; "));
  return parsed.data;
}

function withDocumentTypes<Options extends { documentTypes?: string[] }>(options: Options): Resolved<Options> {
  const { documentTypes, ...rest } = options;
  return documentTypes === undefined ? rest : { ...rest, documentTypes: documentTypes.map(knownDocumentType) };
}

function knownDocumentType(name: string, index: number): DocumentType {
  const type = foldDocumentType(name);
  if (type === undefined) throw configuration(`options.documentTypes[${index}]: not a known document type`);
  return type;
}

function configuration(message: string): IdvError {
  return onfidoError("configuration", message);
}

function unsupported(message: string): IdvError {
  return onfidoError("unsupported", message);
}
