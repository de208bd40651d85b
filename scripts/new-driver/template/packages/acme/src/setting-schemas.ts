import type { Secret } from "@idvkit/core";
import { z } from "zod";
import { acmeProducts } from "./mapping/order.ts";

const milliseconds = z.int().positive();

export const secret = z.custom<Secret>(
  (value) => typeof value === "function" || (typeof value === "string" && value.length > 0),
);

/** The settings that options and JSON method definition share: all but the credentials. */
export const commonSettings = {
  product: z.enum(acmeProducts),
  baseUrl: z.url({ protocol: /^https?$/ }).default("https://api.acme.example"),
  poll: z
    .strictObject({
      intervalMs: milliseconds.default(5_000),
      maxIntervalMs: milliseconds.default(60_000),
      deadlineMs: milliseconds.default(60 * 60 * 1000),
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
