import type { Secret } from "@idvkit/core";
import type { AxiosInstance } from "axios";
import { z } from "zod";

/** The process types of Assure's Onfido service, and of this driver: document alone, with a selfie, with a live video. */
export const processTypes = ["document", "documentSelfie", "documentVideo"] as const;
export type ProcessType = (typeof processTypes)[number];

export const httpUrl = z.url({ protocol: /^https?$/ });
/** Where an API is: an address without credentials, query or fragment. */
export const baseUrl = httpUrl.refine((address) => {
  const { username, password, search, hash } = new URL(address);
  return username === "" && password === "" && search === "" && hash === "";
});
export const milliseconds = z.int().positive();
export const text = z.string().min(1);
export const secret = z.custom<Secret>(
  (value) => typeof value === "function" || (typeof value === "string" && value.length > 0),
);
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
  http: z
    .strictObject({
      timeoutMs: milliseconds.exactOptional(),
      retries: z.int().min(0).max(10).exactOptional(),
      retryDelayMs: milliseconds.exactOptional(),
      maxResponseBytes: milliseconds.exactOptional(),
    })
    .default({}),
};
