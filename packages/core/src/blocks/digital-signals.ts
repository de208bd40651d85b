import { z } from "zod";
import { jsonObjectSchema } from "../json.ts";
import { trustResultSchema } from "./trust-result.ts";

/** A trust assessment of email, phone and IP address (data-blocks.txt, "DigitalSignals"). */
export const digitalSignalsSchema = z.strictObject({
  provider: z.string(),
  /** When the assessment was complete; plain text in the source. */
  timestamp: z.string(),
  /** What was looked at: `ip`, `emails`, `phone`, `name`, ... */
  services: z.array(z.string()),
  /** Ids of the steps that gave the data. */
  inputSources: z.strictObject({
    basicIdentity: z.string().exactOptional(),
    extendedIdentity: z.string().exactOptional(),
    deviceSignals: z.string().exactOptional(),
  }),
  result: trustResultSchema,
  /** 0 (no trust) to 100. */
  score: z.number().min(0).max(100),
  reasons: z.array(z.strictObject({ code: z.string(), details: z.string() })),
  /** The provider's whole answer, unchanged. */
  signals: jsonObjectSchema,
});

export type DigitalSignals = z.infer<typeof digitalSignalsSchema>;
