import {
  configReferenceSchema,
  describeIssues,
  failure,
  IdvError,
  type IdvResult,
  type ReferenceResolvers,
  secretReferenceSchema,
  success,
} from "@idvkit/core";
import { z } from "zod";
import { methodSettings, type OnfidoOptions } from "./options.ts";

const name = z.string().min(1);

/**
 * The JSON method definition of the IDV document (section "JSON Configuration"), for provider onfido.
 * Strict: an unknown key is an error. Credentials are references, never values.
 */
export const definitionSchema = z.strictObject({
  _type: z.literal("DocumentMethodDefinition"),
  id: name,
  type: z.literal("document").exactOptional(),
  provider: z.literal("onfido"),
  channel: z.literal("assure").exactOptional(),
  clientIdRef: configReferenceSchema,
  clientSecretRef: secretReferenceSchema,
  callbackSecretRef: secretReferenceSchema.exactOptional(),
  ...methodSettings,
});

export type OnfidoDefinition = z.infer<typeof definitionSchema>;

/**
 * Loads a JSON method definition into the driver's options, its references resolved.
 * Fails with `configuration`; the message names paths, never values.
 */
export function fromDefinition(definition: unknown, resolvers: ReferenceResolvers): IdvResult<OnfidoOptions> {
  const parsed = definitionSchema.safeParse(definition);
  if (!parsed.success) return configuration(describeIssues(parsed.error, "definition").join("; "));
  const { _type, id, type, provider, clientIdRef, clientSecretRef, callbackSecretRef, ...settings } = parsed.data;
  try {
    const clientId = resolvers.config(clientIdRef);
    if (clientId === undefined || clientId === "") return configuration("definition.clientIdRef: resolves to nothing");
    return success({
      ...settings,
      channel: "assure",
      clientId,
      clientSecret: resolvers.secret(clientSecretRef),
      ...(callbackSecretRef !== undefined && { callbackSecret: resolvers.secret(callbackSecretRef) }),
    });
  } catch (cause) {
    return configuration("definition: a reference cannot be resolved", cause);
  }
}

function configuration(message: string, cause?: unknown): IdvResult<never> {
  return failure(new IdvError({ code: "configuration", message, provider: "onfido", cause }));
}
