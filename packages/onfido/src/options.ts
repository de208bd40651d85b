import { type DocumentType, describeIssues, IdvError, type Secret } from "@idvkit/core";
import type { AxiosInstance } from "axios";
import { z } from "zod";
import { foldDocumentType } from "./mapping/document-type.ts";

/** The process types of Assure's Onfido service: document alone, with a selfie, with a live video. */
export const processTypes = ["document", "documentSelfie", "documentVideo"] as const;
export type ProcessType = (typeof processTypes)[number];

const httpUrl = z.url({ protocol: /^https?$/ });
const pathTemplate = z.string().regex(/^\/[\w\-/{}.]+$/);
const milliseconds = z.int().positive();
const secret = z.custom<Secret>(
  (value) => typeof value === "function" || (typeof value === "string" && value.length > 0),
);

const captureSchema = z.discriminatedUnion("mode", [
  /** Your own pages collect the images; `submit` passes them on. */
  z.strictObject({ mode: z.literal("upload") }),
  /** Signicat's hosted capture; the person is sent there and comes back. */
  z.strictObject({
    mode: z.literal("captureFlow"),
    sdk: z.enum(["native", "capture"]).default("native"),
    requestDomain: z.string().min(1).exactOptional(),
    uiProfile: z.string().min(1).exactOptional(),
  }),
  /** Onfido's SDK in your app; `mobileAppId` is the bundle id or application id. */
  z.strictObject({ mode: z.literal("mobileSdk"), mobileAppId: z.string().min(1) }),
]);

/** The settings that are the same for all persons, secrets and code apart; a JSON method definition has the same ones. */
export const methodSettings = {
  processType: z.enum(processTypes),
  capture: captureSchema,
  documentType: z.string().min(1).exactOptional(),
  documentTypes: z.array(z.string().min(1)).min(1).exactOptional(),
  nfcEnabled: z.boolean().exactOptional(),
  requestExtraDataFromDrivingLicense: z.boolean().exactOptional(),
  outputs: z
    .array(z.enum(["verification", "documentVerification"]))
    .min(1)
    .exactOptional(),
  artifacts: z
    .strictObject({ images: z.boolean().default(false), fullResult: z.boolean().default(false) })
    .default({ images: false, fullResult: false }),
  baseUrl: httpUrl.default("https://api.signicat.com"),
  tokenPath: pathTemplate.default("/auth/open/connect/token"),
  scope: z.string().min(1).default("signicat-api"),
  paths: z
    .strictObject({
      startVerification: pathTemplate.exactOptional(),
      setImages: pathTemplate.exactOptional(),
      getImage: pathTemplate.exactOptional(),
      fullResult: pathTemplate.exactOptional(),
    })
    .default({}),
  poll: z
    .strictObject({
      intervalMs: milliseconds.default(5_000),
      maxIntervalMs: milliseconds.default(60_000),
      deadlineMs: milliseconds.default(24 * 60 * 60 * 1000),
    })
    .prefault({}),
  http: z
    .strictObject({
      timeoutMs: milliseconds.exactOptional(),
      retries: z.int().min(0).max(10).exactOptional(),
      retryDelayMs: milliseconds.exactOptional(),
      maxResponseBytes: milliseconds.exactOptional(),
    })
    .default({}),
};

const assureOptionsSchema = z.strictObject({
  channel: z.literal("assure"),
  clientId: secret,
  clientSecret: secret,
  callbackSecret: secret.exactOptional(),
  axios: z.custom<AxiosInstance>((value) => typeof value === "function").exactOptional(),
  ...methodSettings,
});

/** What the caller configures once; see the README's table. Secrets may be functions, which are called at use. */
export type OnfidoOptions = z.input<typeof assureOptionsSchema>;

/** The options with defaults filled in and the document types in the words of the data blocks. */
export type OnfidoSettings = Omit<z.output<typeof assureOptionsSchema>, "documentTypes"> & {
  documentTypes?: DocumentType[];
};

/**
 * Checks the options. Throws an `IdvError`: `configuration` for what is wrong or missing, `unsupported` for a setting
 * that the channel cannot honour. The message names paths, never values.
 */
export function resolveOptions(options: OnfidoOptions): OnfidoSettings {
  const parsed = assureOptionsSchema.safeParse(options);
  if (!parsed.success) throw configuration(describeIssues(parsed.error, "options").join("; "));
  const { documentTypes, ...rest } = parsed.data;
  if (rest.nfcEnabled === true) throw unsupported("options.nfcEnabled: Assure reads no chips with Onfido");
  if (rest.capture.mode === "upload" && rest.processType === "documentVideo") {
    throw unsupported("options.capture.mode: a live video cannot be uploaded");
  }
  if (rest.artifacts.images && rest.capture.mode !== "upload" && !rest.paths.getImage && !rest.artifacts.fullResult) {
    throw configuration("options.paths.getImage: needed for artifacts.images");
  }
  if (rest.artifacts.fullResult && rest.paths.fullResult === undefined) {
    throw configuration("options.paths.fullResult: needed for artifacts.fullResult");
  }
  if (documentTypes === undefined) return rest;
  return { ...rest, documentTypes: documentTypes.map(knownDocumentType) };
}

function knownDocumentType(name: string, index: number): DocumentType {
  const type = foldDocumentType(name);
  if (type === undefined) throw configuration(`options.documentTypes[${index}]: not a known document type`);
  return type;
}

function configuration(message: string): IdvError {
  return new IdvError({ code: "configuration", message, provider: "onfido" });
}

function unsupported(message: string): IdvError {
  return new IdvError({ code: "unsupported", message, provider: "onfido" });
}
