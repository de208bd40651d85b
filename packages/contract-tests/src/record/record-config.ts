import { z } from "zod";
import { valueKinds } from "./value-kind.ts";

const texts = z.array(z.string());
const object = z.record(z.string(), z.json());
const afterMs = z.int().nonnegative().exactOptional();
const submitValue = z.union([
  z.string(),
  z.boolean(),
  z.strictObject({ file: z.string(), mediaType: z.string(), fileName: z.string().exactOptional() }),
]);

/** Strict schema of the configuration of `idvkit-record`: the options of `recordScenario`, with paths for bytes. */
export const recordConfigSchema = z.strictObject({
  title: z.string().min(1),
  source: z.string().min(1),
  provider: z.string().min(1),
  hosts: texts.min(1),
  callbackBaseUrl: z.url({ protocol: /^https?$/ }).exactOptional(),
  returnUrl: z.url({ protocol: /^https?$/ }).exactOptional(),
  options: object.exactOptional(),
  work: object.exactOptional(),
  calls: z
    .array(
      z.discriminatedUnion("call", [
        z.strictObject({ call: z.literal(["dispatch", "poll", "cancel", "delivery"]), afterMs }),
        z.strictObject({ call: z.literal("submit"), afterMs, input: z.record(z.string(), submitValue) }),
      ]),
    )
    .min(1)
    .exactOptional(),
  expected: object.exactOptional(),
  personalData: texts.exactOptional(),
  secrets: texts.exactOptional(),
  members: z.record(z.string(), z.enum(valueKinds)).exactOptional(),
  keep: texts.exactOptional(),
  /** Paths, relative to the configuration. */
  replace: z.record(z.string(), z.string()).exactOptional(),
  withoutSends: texts.exactOptional(),
  /** Paths, relative to the configuration. */
  files: z.record(z.string(), z.string()).exactOptional(),
});

export type RecordConfig = z.infer<typeof recordConfigSchema>;
