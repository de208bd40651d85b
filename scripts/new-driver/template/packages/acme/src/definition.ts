import {
  describeIssues,
  failure,
  IdvError,
  type IdvResult,
  type ReferenceResolvers,
  secretReferenceSchema,
  success,
} from "@idvkit/core";
import { z } from "zod";
import type { AcmeOptions } from "./options.ts";
import { provider } from "./profile.ts";
import { commonSettings } from "./setting-schemas.ts";

/** The JSON method definition. Strict: an unknown key is an error. Credentials are references, never values. */
export const definitionSchema = z.strictObject({
  _type: z.literal("DocumentMethodDefinition"),
  id: z.string().min(1),
  type: z.literal("document").exactOptional(),
  provider: z.literal(provider),
  apiKeyRef: secretReferenceSchema,
  webhookSecretRefs: z.array(secretReferenceSchema).min(1),
  ...commonSettings,
});

export type AcmeDefinition = z.input<typeof definitionSchema>;

/**
 * Loads a JSON method definition into the driver's options, its references resolved.
 * Fails with `configuration`; the message names paths, never values.
 */
export function fromDefinition(definition: unknown, resolvers: ReferenceResolvers): IdvResult<AcmeOptions> {
  const parsed = definitionSchema.safeParse(definition);
  if (!parsed.success) return configuration(describeIssues(parsed.error, "definition").join("; "));
  const { _type, id, type, provider, apiKeyRef, webhookSecretRefs, ...settings } = parsed.data;
  try {
    const apiKey = resolvers.secret(apiKeyRef);
    const webhookSecrets = webhookSecretRefs.map((reference) => resolvers.secret(reference));
    return success({ ...settings, apiKey, webhookSecrets });
  } catch (cause) {
    return configuration("definition: a reference cannot be resolved", cause);
  }
}

function configuration(message: string, cause?: unknown): IdvResult<never> {
  return failure(new IdvError({ code: "configuration", message, provider, cause }));
}
