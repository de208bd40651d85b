import { z } from "zod";
import { type ImageSide, imageMediaType, imageSides, maxImageBytes } from "../../images.ts";
import type { ProcessOrder, SimulatedImages, SimulatedProcess } from "./store.ts";

const processTypes = ["document", "documentSelfie", "documentVideo"] as const;

const parametersSchema = z.object({
  location: z.object({ countryOfResidence: z.string().optional(), ipAddress: z.string().optional() }).optional(),
  consents: z.object({ privacy: z.boolean().optional() }).optional(),
  mobileAppId: z.string().optional(),
});
const processSchema = z.object({
  provider: z.literal("onfido"),
  processType: z.enum(processTypes),
  documentType: z.string().optional(),
  requestExtraDataFromDrivingLicense: z.boolean().optional(),
  processParameters: parametersSchema.optional(),
});
const captureSchema = z.object({
  providers: z.tuple([processSchema]),
  sdk: z.enum(["native", "capture"]),
  redirectUrl: z.url(),
});
const dossierSchema = z.object({ externalReference: z.string().optional() });
const dataUrl = /^data:(image\/(?:png|jpeg));base64,([A-Za-z0-9+/]+={0,2})$/;

/** What a body asks for, or the names of the members that are wrong. */
export type Reading<T> = { value: T } | { wrong: string[] };

export function readDossierRequest(body: unknown): Reading<{ externalReference?: string | undefined }> {
  return read(dossierSchema, body);
}

export function readProcessRequest(body: unknown): Reading<ProcessOrder> {
  const parsed = read(processSchema, body);
  return "wrong" in parsed ? parsed : { value: orderOf(parsed.value) };
}

export function readCaptureRequest(body: unknown): Reading<ProcessOrder> {
  const parsed = read(captureSchema, body);
  if ("wrong" in parsed) return parsed;
  const { providers, redirectUrl } = parsed.value;
  return { value: { ...orderOf(providers[0]), redirectUrl } };
}

/** Reads images sent as data URLs: JPEG or PNG, of the allowed size, each what it says it is. */
export function readImages(body: unknown): Reading<SimulatedImages> {
  const entries = typeof body === "object" && body !== null ? Object.entries(body) : [];
  if (entries.length === 0) return { wrong: ["front"] };
  const images: SimulatedImages = {};
  const wrong: string[] = [];
  for (const [name, value] of entries) {
    const match = typeof value === "string" ? dataUrl.exec(value) : null;
    const content = new Uint8Array(Buffer.from(match?.[2] ?? "", "base64"));
    const mediaType = imageMediaType(content);
    const known = (imageSides as readonly string[]).includes(name);
    if (!known || mediaType === undefined || mediaType !== match?.[1] || content.byteLength > maxImageBytes) {
      wrong.push(name);
    } else {
      images[name as ImageSide] = { content, mediaType };
    }
  }
  return wrong.length > 0 ? { wrong } : { value: images };
}

/** Addresses from which no country can be told (RFC 1918, RFC 1122). */
const privateAddress = /^(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./;

/**
 * Why a process cannot start, or `undefined`. The rules are those of Assure's Onfido page: the location, the privacy
 * consent of residents of the USA, and the images, which Onfido's SDK and the capture page bring by themselves.
 */
export function startProblem(process: SimulatedProcess, images: SimulatedImages): string | undefined {
  const { countryOfResidence, ipAddress, processType } = process;
  const takesFace = processType !== "document";
  const viaSdk = process.mobileAppId !== undefined;
  if (!viaSdk && countryOfResidence === undefined && ipAddress === undefined) return "The location is missing.";
  if (countryOfResidence === undefined && ipAddress !== undefined && privateAddress.test(ipAddress)) {
    return "The country of residence cannot be inferred.";
  }
  if (countryOfResidence === "USA" && takesFace && !process.privacyConsent) return "The privacy consent is missing.";
  if (viaSdk) return undefined;
  if (processType === "documentVideo") return "The video is missing.";
  if (images.front === undefined) return "The front image is missing.";
  return takesFace && images.selfie === undefined ? "The selfie image is missing." : undefined;
}

function orderOf(body: z.infer<typeof processSchema>): ProcessOrder {
  const { location, consents, mobileAppId } = body.processParameters ?? {};
  return {
    processType: body.processType,
    ...(body.documentType !== undefined && { documentType: body.documentType }),
    extraData: body.requestExtraDataFromDrivingLicense === true,
    ...(location?.countryOfResidence !== undefined && { countryOfResidence: location.countryOfResidence }),
    ...(location?.ipAddress !== undefined && { ipAddress: location.ipAddress }),
    privacyConsent: consents?.privacy === true,
    ...(mobileAppId !== undefined && { mobileAppId }),
  };
}

function read<T>(schema: z.ZodType<T>, body: unknown): Reading<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return { value: parsed.data };
  return { wrong: parsed.error.issues.map((issue) => issue.path.join(".") || "body") };
}
