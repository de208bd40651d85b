import { describeIssues, settingSchemas } from "@idvkit/core";
import { z } from "zod";
import { acmeError } from "./refusal.ts";
import { commonSettings } from "./setting-schemas.ts";

const optionsSchema = z.strictObject({
  apiKey: settingSchemas.secret,
  /** Several while one is rotated. */
  webhookSecrets: z.array(settingSchemas.secret).min(1),
  ...commonSettings,
});

/** What the caller configures once; see the README's table. Secrets may be functions, which are called at use. */
export type AcmeOptions = z.input<typeof optionsSchema>;

/** The options with defaults filled in. */
export type AcmeSettings = z.output<typeof optionsSchema>;

/** Checks the options. Throws an `IdvError` (`configuration`); the message names paths, never values. */
export function resolveOptions(options: AcmeOptions): AcmeSettings {
  const parsed = optionsSchema.safeParse(options);
  if (!parsed.success) throw acmeError("configuration", describeIssues(parsed.error, "options").join("; "));
  return parsed.data;
}
