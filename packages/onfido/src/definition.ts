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
import { apiSettings } from "./api/settings.ts";
import { assureSettings } from "./assure/settings.ts";
import type { OnfidoOptions } from "./options.ts";
import { text } from "./setting-schemas.ts";

// Marked as pure, so that a bundle without definitions leaves the schemas out.
const head = /* @__PURE__ */ (() => ({
  _type: z.literal("DocumentMethodDefinition"),
  id: text,
  type: z.literal("document").exactOptional(),
  provider: z.literal("onfido"),
}))();

const assureDefinitionSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    ...head,
    channel: z.literal("assure").exactOptional(),
    clientIdRef: configReferenceSchema,
    clientSecretRef: secretReferenceSchema,
    callbackSecretRef: secretReferenceSchema.exactOptional(),
    ...assureSettings,
  }))();

const apiDefinitionSchema = /* @__PURE__ */ (() =>
  z.strictObject({
    ...head,
    channel: z.literal("onfido"),
    apiTokenRef: secretReferenceSchema.exactOptional(),
    clientIdRef: configReferenceSchema.exactOptional(),
    clientSecretRef: secretReferenceSchema.exactOptional(),
    webhookTokenRefs: z.array(secretReferenceSchema).min(1).exactOptional(),
    ...apiSettings,
  }))();

/**
 * The JSON method definition of the IDV document (section "JSON Configuration"), for provider onfido. `channel` tells its
 * two forms apart; without it Assure is meant. Strict: an unknown key is an error. Credentials are references, never values.
 */
export const definitionSchema = /* @__PURE__ */ (() => z.union([assureDefinitionSchema, apiDefinitionSchema]))();

export type OnfidoDefinition = z.infer<typeof definitionSchema>;

/**
 * Loads a JSON method definition into the driver's options, its references resolved.
 * Fails with `configuration`; the message names paths, never values.
 */
export function fromDefinition(definition: unknown, resolvers: ReferenceResolvers): IdvResult<OnfidoOptions> {
  // One form is chosen before it is checked: the errors of a union would name no path.
  const schema = isForApi(definition) ? apiDefinitionSchema : assureDefinitionSchema;
  const parsed = schema.safeParse(definition);
  if (!parsed.success) return configuration(describeIssues(parsed.error, "definition").join("; "));
  try {
    const options = parsed.data.channel === "onfido" ? ofApi(parsed.data, resolvers) : ofAssure(parsed.data, resolvers);
    const { clientId } = options;
    return clientId === "" ? configuration("definition.clientIdRef: resolves to nothing") : success(options);
  } catch (cause) {
    return configuration("definition: a reference cannot be resolved", cause);
  }
}

function isForApi(definition: unknown): boolean {
  return (
    typeof definition === "object" && definition !== null && "channel" in definition && definition.channel === "onfido"
  );
}

function ofAssure(definition: z.output<typeof assureDefinitionSchema>, resolvers: ReferenceResolvers): OnfidoOptions {
  const { _type, id, type, provider, clientIdRef, clientSecretRef, callbackSecretRef, ...settings } = definition;
  return {
    ...settings,
    channel: "assure",
    clientId: resolvers.config(clientIdRef) ?? "",
    clientSecret: resolvers.secret(clientSecretRef),
    ...(callbackSecretRef !== undefined && { callbackSecret: resolvers.secret(callbackSecretRef) }),
  };
}

function ofApi(definition: z.output<typeof apiDefinitionSchema>, resolvers: ReferenceResolvers): OnfidoOptions {
  const { _type, id, type, provider, apiTokenRef, clientIdRef, clientSecretRef, webhookTokenRefs, ...settings } =
    definition;
  return {
    ...settings,
    ...(apiTokenRef !== undefined && { apiToken: resolvers.secret(apiTokenRef) }),
    ...(clientIdRef !== undefined && { clientId: resolvers.config(clientIdRef) ?? "" }),
    ...(clientSecretRef !== undefined && { clientSecret: resolvers.secret(clientSecretRef) }),
    ...(webhookTokenRefs !== undefined && { webhookTokens: webhookTokenRefs.map((ref) => resolvers.secret(ref)) }),
  };
}

function configuration(message: string, cause?: unknown): IdvResult<never> {
  return failure(new IdvError({ code: "configuration", message, provider: "onfido", cause }));
}
