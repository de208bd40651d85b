import { idvErrorCodes } from "@idvkit/core";
import { z } from "zod";

const fileName = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/);
const texts = z.record(z.string(), z.string());
const json = z.record(z.string(), z.json());
const warning = z.strictObject({ code: z.string(), path: z.string() });

const exchange = z.strictObject({
  method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]),
  url: z.url({ protocol: /^https?$/ }),
  sends: z.json().exactOptional(),
  status: z.int().min(100).max(599),
  headers: texts.exactOptional(),
  body: fileName.exactOptional(),
  repeatable: z.boolean().exactOptional(),
  retry: z.boolean().exactOptional(),
  oneShot: z.boolean().exactOptional(),
});

const submitValue = z.union([
  z.string(),
  z.boolean(),
  z.strictObject({ file: fileName, mediaType: z.string(), fileName: z.string().exactOptional() }),
]);

const afterMs = z.int().nonnegative().exactOptional();

const call = z.discriminatedUnion("call", [
  z.strictObject({ call: z.literal(["dispatch", "poll", "cancel"]), afterMs }),
  z.strictObject({ call: z.literal("submit"), afterMs, input: z.record(z.string(), submitValue) }),
  z.strictObject({
    call: z.literal("callback"),
    afterMs,
    browser: z.boolean().exactOptional(),
    request: z.strictObject({
      method: z.string(),
      path: z.string(),
      query: texts.exactOptional(),
      headers: texts.exactOptional(),
      body: fileName.exactOptional(),
    }),
  }),
]);

const work = z.strictObject({
  tenantId: z.string().nullable().exactOptional(),
  locale: z.string().exactOptional(),
  callbackBaseUrl: z.string().nullable().exactOptional(),
  returnUrl: z.string().nullable().exactOptional(),
  browserSession: z.string().nullable().exactOptional(),
  inputs: z
    .strictObject({
      dataBlocks: z.array(json).exactOptional(),
      attributes: json.exactOptional(),
      subject: json.exactOptional(),
      consents: z.array(json).exactOptional(),
    })
    .exactOptional(),
});

/** Strict schema of `scenario.json`. */
export const scenarioSchema = z.strictObject({
  title: z.string().min(1),
  provenance: z.strictObject({ kind: z.enum(["published", "recorded", "constructed"]), source: z.string().min(1) }),
  options: json,
  work: work.exactOptional(),
  startsAt: z.iso.datetime({ offset: true }).exactOptional(),
  calls: z.array(call).min(1),
  exchanges: z.array(exchange),
  cancelExchanges: z.array(exchange).exactOptional(),
  sensitive: z.array(z.string().min(4)).exactOptional(),
});

const expectedResult = z.strictObject({
  revises: z.literal(true).exactOptional(),
  verdict: z.string(),
  rawStatus: z.string().exactOptional(),
  reference: z.string().nullable().exactOptional(),
  sessionBinding: z.enum(["bound", "none"]).exactOptional(),
  amr: z.array(z.string()).exactOptional(),
  assurance: json.exactOptional(),
  identifiers: z.array(z.json()).exactOptional(),
  attributes: json.exactOptional(),
  warnings: z.array(warning).exactOptional(),
  dataBlocks: z.array(z.strictObject({ type: z.string(), content: json })),
});

const expectedError = z.strictObject({ error: z.strictObject({ code: z.enum(idvErrorCodes) }) });
const expectedPending = z.strictObject({
  pending: z.strictObject({ rawStatus: z.string().exactOptional(), reference: z.string().nullable().exactOptional() }),
});
const expectedCancel = z.strictObject({
  cancel: z.strictObject({ kind: z.enum(["canceled", "tooLate", "nothingToCancel"]) }),
});

/** The strict schema of `expected.json` that the keys of the file call for. */
export function expectedSchemaFor(value: unknown): z.ZodType<ExpectedFile> {
  const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
  if (keys.includes("error")) return expectedError;
  if (keys.includes("pending")) return expectedPending;
  return keys.includes("cancel") ? expectedCancel : expectedResult;
}

export type ExpectedFile = z.infer<
  typeof expectedResult | typeof expectedError | typeof expectedPending | typeof expectedCancel
>;
export type ScenarioFile = z.infer<typeof scenarioSchema>;
export type ExchangeFile = z.infer<typeof exchange>;
export type CallFile = z.infer<typeof call>;
