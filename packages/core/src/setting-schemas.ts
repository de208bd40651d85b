import { z } from "zod";
import type { Secret } from "./references.ts";

const milliseconds = z.int().positive();
const httpUrl = z.url({ protocol: /^https?$/ });

/** Schemas of what the settings of every driver are made of. */
export const settingSchemas = {
  text: z.string().min(1),
  milliseconds,
  httpUrl,
  /** Where an API is: an address without credentials, query or fragment. */
  baseUrl: z.url({ protocol: /^https?$/, abort: true }).refine((address) => {
    const { username, password, search, hash } = new URL(address);
    return username === "" && password === "" && search === "" && hash === "";
  }),
  secret: z.custom<Secret>((value) => typeof value === "function" || (typeof value === "string" && value.length > 0)),
  /** How long and how often a driver's calls are tried, and how much of an answer is taken. */
  http: z
    .strictObject({
      timeoutMs: milliseconds.exactOptional(),
      retries: z.int().min(0).max(10).exactOptional(),
      retryDelayMs: milliseconds.exactOptional(),
      maxResponseBytes: milliseconds.exactOptional(),
    })
    .default({}),
} as const;
