import { isIP } from "node:net";
import { z } from "zod";
import type { DataBlock } from "./data-block.ts";
import { IdvError } from "./error.ts";
import type { HttpRequest } from "./http.ts";
import { describeIssues } from "./issue-paths.ts";
import type { JsonValue } from "./json.ts";
import { failure, type IdvResult, success } from "./result.ts";

/** What a driver must remember between two calls: small JSON with a version. The caller stores it and gives it back. */
export interface DriverState {
  version: number;
  [key: string]: JsonValue;
}

export interface Subject {
  /** ISO 3166-1 alpha-3. */
  countryOfResidence?: string;
  ipAddress?: string;
  loginHint?: string;
  /** The caller's own identifier of the person. */
  subjectId?: string;
}

export interface Consent {
  /** What the person agreed to; a driver's README names the types it reads. */
  type: string;
  /** ISO 8601. */
  givenAt: string;
  /** Version of the text that the person saw. */
  textVersion: string;
}

/** What differs from person to person. */
export interface StepInputs {
  dataBlocks: DataBlock[];
  attributes: Record<string, JsonValue>;
  subject: Subject;
  consents: Consent[];
}

/** What every call carries. Plain data: it may be stored and sent to another machine. */
export interface StepWork {
  executionId: string;
  nodeId: string;
  /** 1 for the first try of this node, then counting. */
  attempt: number;
  tenantId?: string;
  /** BCP 47. */
  locale?: string;
  /** Where the callback handler of this driver is mounted, such as `https://rp.example/idv/onfido`. */
  callbackBaseUrl?: string;
  /** Where the person is sent when the provider is done with them. */
  returnUrl?: string;
  /** An opaque hash that the caller makes from the person's own browser session. */
  browserSession?: string;
  inputs: StepInputs;
}

/** `driverState` is what a failed dispatch of the same attempt left behind, so that it is not made twice. */
export type DispatchWork = StepWork & { driverState?: DriverState };
export type SubmitValue = string | boolean | { content: Uint8Array; mediaType: string; fileName?: string };
export type SubmitWork = StepWork & { driverState: DriverState; input: Record<string, SubmitValue> };
export type CallbackWork = StepWork & { driverState: DriverState; request: HttpRequest };
export type PollWork = StepWork & { driverState: DriverState };
export type CancelWork = StepWork & { driverState: DriverState };

const httpUrl = z.url({ protocol: /^https?$/ });
const identifier = z.string().min(1).max(200);

// Not a union: zod tries an absent member too, and a union that fails is dear.
const ipAddress = z.string().refine((text) => isIP(text) !== 0);

const stepWorkSchema = z.object({
  executionId: identifier,
  nodeId: identifier,
  attempt: z.int().min(1),
  tenantId: identifier.exactOptional(),
  locale: z
    .string()
    .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/)
    .exactOptional(),
  callbackBaseUrl: httpUrl.exactOptional(),
  returnUrl: httpUrl.exactOptional(),
  browserSession: identifier.exactOptional(),
  inputs: z.strictObject({
    dataBlocks: z.array(z.looseObject({ type: z.string() })),
    attributes: z.record(z.string(), z.unknown()),
    subject: z.strictObject({
      countryOfResidence: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .exactOptional(),
      ipAddress: ipAddress.exactOptional(),
      loginHint: z.string().min(1).exactOptional(),
      subjectId: identifier.exactOptional(),
    }),
    consents: z.array(
      z.strictObject({ type: identifier, givenAt: z.iso.datetime({ offset: true }), textVersion: identifier }),
    ),
  }),
});

/**
 * Checks the part of a work that all calls share. Fails with `invalid_input`; the message names paths, never values.
 * Data blocks are not checked here: `parseDataBlock` does that for the ones that a driver reads.
 */
export function checkWork(work: StepWork): IdvResult<StepWork> {
  const parsed = stepWorkSchema.safeParse(work);
  if (parsed.success) return success(work);
  return failure(
    new IdvError({ code: "invalid_input", message: describeIssues(parsed.error, "work").slice(0, 5).join("; ") }),
  );
}
