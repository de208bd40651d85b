import { z } from "zod";
import { jsonObjectSchema } from "../json.ts";
import { trustResultSchema } from "./trust-result.ts";

/** A risk assessment of the person's device and network (data-blocks.txt, "DeviceSignals"). */
export const deviceSignalsSchema = z.strictObject({
  userReference: z.string().exactOptional(),
  requestId: z.string().exactOptional(),
  provider: z.string(),
  /** When the assessment was complete; plain text in the source. */
  timestamp: z.string(),
  result: trustResultSchema,
  browser: z.strictObject({
    userAgent: z.string(),
    incognito: z.boolean().exactOptional(),
    name: z.string(),
    version: z.string(),
    os: z.string(),
    deviceType: z.string(),
  }),
  network: z.strictObject({
    ip: z.string(),
    /** The source names these members and does not say which are required. */
    location: z.strictObject({
      country: z.string().exactOptional(),
      city: z.string().exactOptional(),
      /** Degrees. */
      latitude: z.number().exactOptional(),
      /** Degrees. */
      longitude: z.number().exactOptional(),
    }),
    timezone: z.string().exactOptional(),
  }),
  /** The provider's whole answer, unchanged. */
  signals: jsonObjectSchema,
});

export type DeviceSignals = z.infer<typeof deviceSignalsSchema>;
