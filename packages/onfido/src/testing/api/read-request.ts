import { z } from "zod";
import { reportNames } from "./report-names.ts";

/** Characters that a name may not have (Onfido OpenAPI specification, applicant). */
const name = z
  .string()
  .regex(/^[^!#$%*=<>;{}"]+$/)
  .regex(/\S/);
const country = z.string().regex(/^[A-Z]{3}$/);

const applicantSchema = z.object({
  first_name: name,
  last_name: name,
  email: z.string().regex(/@/).nullish(),
  dob: z.iso.date().nullish(),
  phone_number: z.string().nullish(),
  address: z.object({ country, postcode: z.string() }).loose().nullish(),
  location: z.object({ ip_address: z.string().nullish(), country_of_residence: country.nullish() }).nullish(),
  consents: z
    .array(z.object({ name: z.enum(["privacy_notices_read", "ssn_verification"]), granted: z.boolean() }))
    .nullish(),
  id_numbers: z.array(z.object({ type: z.string(), value: z.string() }).loose()).nullish(),
});

const sdkTokenSchema = z.object({ applicant_id: z.string().min(1) });

const checkSchema = z.object({
  applicant_id: z.string().min(1),
  report_names: z.array(z.enum(reportNames)).min(1),
  document_ids: z.array(z.string()).nullish(),
  applicant_provides_data: z.boolean().nullish(),
  tags: z.array(z.string()).max(30).nullish(),
  webhook_ids: z.array(z.string()).nullish(),
  privacy_notices_read_consent_given: z.boolean().nullish(),
  sub_result: z.enum(["clear", "rejected", "suspected", "caution"]).nullish(),
  consider: z.array(z.enum(reportNames)).nullish(),
});

const page = z.url({ protocol: /^https?$/ });
const runSchema = z.object({
  workflow_id: z.string().min(1),
  applicant_id: z.string().min(1),
  custom_data: z.record(z.string(), z.unknown()).nullish(),
  tags: z.array(z.string()).max(30).nullish(),
  customer_user_id: z.string().nullish(),
  link: z
    .object({
      completed_redirect_url: page.nullish(),
      expired_redirect_url: page.nullish(),
      expires_at: z.iso.datetime({ offset: true }).nullish(),
      language: z.string().nullish(),
    })
    .nullish(),
});

export type ApplicantOrder = z.infer<typeof applicantSchema>;
export type CheckOrder = z.infer<typeof checkSchema>;
export type RunOrder = z.infer<typeof runSchema>;

/** What a body asks for, or what is wrong with it, in the shape of `error.fields`. */
export type Reading<T> = { value: T } | { wrong: Record<string, unknown> };

export function readApplicant(body: unknown): Reading<ApplicantOrder> {
  return read(applicantSchema, body);
}

export function readSdkTokenRequest(body: unknown): Reading<{ applicant_id: string }> {
  return read(sdkTokenSchema, body);
}

export function readCheck(body: unknown): Reading<CheckOrder> {
  return read(checkSchema, body);
}

export function readRun(body: unknown): Reading<RunOrder> {
  return read(runSchema, body);
}

function read<T>(schema: z.ZodType<T>, body: unknown): Reading<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return { value: parsed.data };
  const wrong: Record<string, unknown> = {};
  for (const { path } of parsed.error.issues) {
    const names = path.filter((step) => typeof step === "string");
    const message = isBlank(valueAt(body, path)) ? "can't be blank" : "is invalid";
    const [first = "body", ...below] = names;
    wrong[first] = [below.reduceRight<unknown>((inner, step) => ({ [step]: [inner] }), message)];
  }
  return { wrong };
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined),
    body,
  );
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}
