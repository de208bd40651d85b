import type { RateLimiter } from "@idvkit/driver-kit";
import { z } from "zod";
import { reportKinds } from "../mapping/report-kind.ts";
import { axiosInstance, baseUrl, commonSettings, httpUrl, milliseconds, secret, text } from "../setting-schemas.ts";
import { environments, regions } from "./api-token.ts";

const captureSchema = z.discriminatedUnion("mode", [
  /** Your own pages collect the images; `submit` passes them on. Checks only: a workflow collects its own. */
  z.strictObject({ mode: z.literal("upload") }),
  /** Onfido's hosted page; the person is sent there and comes back. Workflow runs only. */
  z.strictObject({
    mode: z.literal("hostedLink"),
    language: text.exactOptional(),
    expiresAfterMs: milliseconds.exactOptional(),
  }),
  /** Onfido's SDK in your app; `mobileAppId` is the bundle id or application id. */
  z.strictObject({ mode: z.literal("mobileSdk"), mobileAppId: text }),
  /** Onfido's SDK in your pages; `referrer` is the pattern of their addresses. */
  z.strictObject({ mode: z.literal("webSdk"), referrer: text, crossDeviceUrl: httpUrl.exactOptional() }),
]);

const productSchema = z.discriminatedUnion("kind", [
  /** A workflow of Onfido Studio. */
  z.strictObject({
    kind: z.literal("workflowRun"),
    workflowId: text,
    customData: z.record(z.string(), z.json()).exactOptional(),
  }),
  /** A classic check. `reports` default to those that the process type needs. */
  z.strictObject({
    kind: z.literal("check"),
    reports: z
      .array(z.enum([...reportKinds.keys()]))
      .min(1)
      .exactOptional(),
  }),
]);

const off = z.boolean().default(false);

/** The settings of Onfido's own API, secrets and code apart. */
export const apiSettings = {
  ...commonSettings,
  region: z.enum(regions),
  environment: z.enum(environments).exactOptional(),
  product: productSchema,
  capture: captureSchema,
  /** The names of an applicant whom no data block names; Onfido makes none without. */
  unnamedApplicant: z.strictObject({ firstName: text, lastName: text }).exactOptional(),
  /** The step whose `basicIdentity` names the applicant, where several are there. */
  identityStepId: text.exactOptional(),
  /** What Onfido's sandbox is to answer (API v3.6, `sub_result` and `consider` of "Create check"). */
  sandbox: z
    .strictObject({
      subResult: z.enum(["clear", "rejected", "suspected", "caution"]).exactOptional(),
      consider: z
        .array(z.enum([...reportKinds.keys()]))
        .min(1)
        .exactOptional(),
    })
    .exactOptional(),
  artifacts: z
    .strictObject({
      images: off,
      fullResult: off,
      checkReport: off,
      signedEvidenceFile: off,
      evidenceFolder: off,
      timelineFile: off,
      /** How long after the result the files that Onfido still makes are waited for. */
      waitMs: milliseconds.default(120_000),
    })
    .prefault({}),
  baseUrl: baseUrl.exactOptional(),
  rateLimit: z.strictObject({ requests: z.int().positive(), intervalMs: milliseconds }).exactOptional(),
};

export const apiOptionsSchema = z.strictObject({
  channel: z.literal("onfido"),
  apiToken: secret.exactOptional(),
  clientId: secret.exactOptional(),
  clientSecret: secret.exactOptional(),
  webhookTokens: z.array(secret).min(1).exactOptional(),
  rateLimiter: z.custom<RateLimiter>((value) => typeof value === "object" && value !== null).exactOptional(),
  axios: axiosInstance.exactOptional(),
  ...apiSettings,
});
