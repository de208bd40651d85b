import { settingSchemas } from "@idvkit/core";
import type { AxiosInstance } from "axios";
import { z } from "zod";

/** The process types of Assure's Onfido service, and of this driver: document alone, with a selfie, with a live video. */
export const processTypes = ["document", "documentSelfie", "documentVideo"] as const;
export type ProcessType = (typeof processTypes)[number];

export const { httpUrl, baseUrl, milliseconds, text, secret } = settingSchemas;
export const axiosInstance = z.custom<AxiosInstance>((value) => typeof value === "function");

/** The settings that both channels have, secrets and code apart; a JSON method definition has the same ones. */
export const commonSettings = {
  processType: z.enum(processTypes),
  documentType: text.exactOptional(),
  documentTypes: z.array(text).min(1).exactOptional(),
  nfcEnabled: z.boolean().exactOptional(),
  requestExtraDataFromDrivingLicense: z.boolean().exactOptional(),
  outputs: z
    .array(z.enum(["verification", "documentVerification"]))
    .min(1)
    .exactOptional(),
  poll: z
    .strictObject({
      intervalMs: milliseconds.default(5_000),
      maxIntervalMs: milliseconds.default(60_000),
      deadlineMs: milliseconds.default(24 * 60 * 60 * 1000),
    })
    .prefault({}),
  http: settingSchemas.http,
};
