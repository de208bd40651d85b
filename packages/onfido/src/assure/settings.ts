import { z } from "zod";
import { axiosInstance, baseUrl, commonSettings, secret, text } from "../setting-schemas.ts";

const pathTemplate = z.string().regex(/^\/[\w\-/{}.]+$/);

const captureSchema = z.discriminatedUnion("mode", [
  /** Your own pages collect the images; `submit` passes them on. */
  z.strictObject({ mode: z.literal("upload") }),
  /** The images are in the person's dossier already; nobody has to do anything. */
  z.strictObject({ mode: z.literal("dossierFiles") }),
  /** Signicat's hosted capture; the person is sent there and comes back. */
  z.strictObject({
    mode: z.literal("captureFlow"),
    sdk: z.enum(["native", "capture"]).default("native"),
    requestDomain: text.exactOptional(),
    uiProfile: text.exactOptional(),
  }),
  /** Onfido's SDK in your app; `mobileAppId` is the bundle id or application id. */
  z.strictObject({ mode: z.literal("mobileSdk"), mobileAppId: text }),
]);

/** The settings of the channel Assure, secrets and code apart. */
export const assureSettings = {
  ...commonSettings,
  capture: captureSchema,
  artifacts: z
    .strictObject({ images: z.boolean().default(false), fullResult: z.boolean().default(false) })
    .default({ images: false, fullResult: false }),
  /** A legacy "Enterprise" environment, such as `preprod`: sets host, token path and scope to those of that generation. */
  enterpriseEnvironment: z
    .string()
    .regex(/^[a-z0-9-]{1,63}$/)
    .exactOptional(),
  baseUrl: baseUrl.exactOptional(),
  tokenPath: pathTemplate.exactOptional(),
  scope: text.exactOptional(),
  paths: z
    .strictObject({
      startVerification: pathTemplate.exactOptional(),
      setImages: pathTemplate.exactOptional(),
      getImage: pathTemplate.exactOptional(),
      fullResult: pathTemplate.exactOptional(),
    })
    .default({}),
};

export const assureOptionsSchema = z.strictObject({
  channel: z.literal("assure"),
  clientId: secret,
  clientSecret: secret,
  callbackSecret: secret.exactOptional(),
  axios: axiosInstance.exactOptional(),
  ...assureSettings,
});
