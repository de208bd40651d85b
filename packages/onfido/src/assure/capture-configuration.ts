import { describeIssues, type IdvResult, type JsonObject, type JsonValue, success } from "@idvkit/core";
import { z } from "zod";
import { refuse } from "../refusal.ts";

/**
 * How the pages of the capture flow look and what they allow; `capture.uiProfile` names one by its id. Only
 * `onfidoConfig` is known, everything else is kept as it came.
 */
export interface CaptureConfiguration {
  /**
   * Workflow and user interface of Onfido's own SDK. It applies only to capture flows with `sdk: "native"` and the
   * provider `onfido` (Assure's Onfido page, "Onfido native JS SDK configuration").
   */
  onfidoConfig?: JsonObject | null;
  [other: string]: JsonValue | undefined;
}

const jsonObject = z.record(z.string(), z.json());
const configurationSchema = jsonObject.pipe(
  z.object({ onfidoConfig: jsonObject.nullable().exactOptional() }).catchall(z.json()),
);

/** Checks what is to be written. Fails with `invalid_input`: no JSON object, or `onfidoConfig` is none. */
export function checkCaptureConfiguration(value: unknown): IdvResult<CaptureConfiguration> {
  return read(value, "invalid_input");
}

/** Reads the answer to "Get capture configuration". Fails with `invalid_response`. */
export function readCaptureConfiguration(body: unknown): IdvResult<CaptureConfiguration> {
  return read(body, "invalid_response");
}

/** Reads the answer to "List capture configurations". Nothing says what an entry holds. Fails with `invalid_response`. */
export function readCaptureConfigurations(body: unknown): IdvResult<JsonValue[]> {
  if (Array.isArray(body)) return success(body as JsonValue[]);
  return refuse("invalid_response", "captureConfigurations: expected a list");
}

/** The members of `change` take the place of those of `current`; `onfidoConfig` is merged in the same way. */
export function mergeCaptureConfiguration(
  current: CaptureConfiguration,
  change: CaptureConfiguration,
): CaptureConfiguration {
  const { onfidoConfig } = change;
  const merged = { ...current, ...change };
  // Null takes the settings away.
  if (onfidoConfig === undefined || onfidoConfig === null) return merged;
  return { ...merged, onfidoConfig: { ...current.onfidoConfig, ...onfidoConfig } };
}

/** Gives the value itself, not what the schema makes of it: nothing in it may be lost. */
function read(value: unknown, code: "invalid_input" | "invalid_response"): IdvResult<CaptureConfiguration> {
  try {
    // Throws for a value that holds itself, which the schema does not see.
    JSON.stringify(value);
    const parsed = configurationSchema.safeParse(value);
    if (parsed.success) return success(value as CaptureConfiguration);
    return refuse(code, describeIssues(parsed.error, "captureConfiguration").join("; "));
  } catch {
    return refuse(code, "captureConfiguration: not JSON");
  }
}
