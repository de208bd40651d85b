import { settingSchemas } from "@idvkit/core";
import { z } from "zod";
import { acmeProducts } from "./mapping/order.ts";

const { milliseconds } = settingSchemas;

/** The settings that options and JSON method definition share: all but the credentials. */
export const commonSettings = {
  product: z.enum(acmeProducts),
  baseUrl: settingSchemas.baseUrl.default("https://api.acme.example"),
  poll: z
    .strictObject({
      intervalMs: milliseconds.default(5_000),
      maxIntervalMs: milliseconds.default(60_000),
      deadlineMs: milliseconds.default(60 * 60 * 1000),
    })
    .prefault({}),
  http: settingSchemas.http,
};
