import {
  configReferenceSchema,
  describeIssues,
  type IdvResult,
  type ReferenceResolvers,
  secretReferenceSchema,
  success,
} from "@idvkit/core";
import { z } from "zod";
import type { OidcOptions } from "./options.ts";
import { refuse } from "./refusal.ts";
import { commonSettings, text } from "./setting-schemas.ts";

/**
 * The JSON method definition of the IDV document (section "JSON Configuration"). Strict: an unknown key is an error.
 * Credentials are references, never values.
 */
export const definitionSchema = z.strictObject({
  _type: z.literal("OidcMethodDefinition"),
  id: text,
  type: z.literal("oidc").exactOptional(),
  clientIdRef: configReferenceSchema,
  clientSecretRef: secretReferenceSchema.exactOptional(),
  signingKeyRef: secretReferenceSchema.exactOptional(),
  decryptionKeyRefs: z.array(secretReferenceSchema).min(1).exactOptional(),
  clientCertificateRef: secretReferenceSchema.exactOptional(),
  clientCertificateKeyRef: secretReferenceSchema.exactOptional(),
  ...commonSettings,
});

export type OidcDefinition = z.input<typeof definitionSchema>;

/**
 * What a definition leads to. `stateKeys` are the application's own, the same for all methods, and are added by it; so is
 * `trustIssuer`, because a tenant's definition must not vouch for itself.
 */
export type OidcDefinitionOptions = Omit<OidcOptions, "stateKeys" | "randomBytes" | "trustIssuer">;

/**
 * Loads a JSON method definition into the driver's options, its references resolved.
 * Fails with `configuration`; the message names paths, never values.
 */
export function fromDefinition(definition: unknown, resolvers: ReferenceResolvers): IdvResult<OidcDefinitionOptions> {
  const parsed = definitionSchema.safeParse(definition);
  if (!parsed.success) {
    return refuse("configuration", describeIssues(parsed.error, "definition").join("; "));
  }
  const {
    _type,
    id,
    type,
    clientIdRef,
    clientSecretRef,
    signingKeyRef,
    decryptionKeyRefs,
    clientCertificateRef,
    clientCertificateKeyRef,
    ...settings
  } = parsed.data;
  if ((clientCertificateRef === undefined) !== (clientCertificateKeyRef === undefined)) {
    return refuse("configuration", "definition.clientCertificateRef: certificate and key come together");
  }
  try {
    const clientId = resolvers.config(clientIdRef);
    if (!clientId) return refuse("configuration", "definition.clientIdRef: resolves to nothing");
    return success({
      ...settings,
      clientId,
      ...(clientSecretRef !== undefined && { clientSecret: resolvers.secret(clientSecretRef) }),
      ...(signingKeyRef !== undefined && { signingKey: resolvers.secret(signingKeyRef) }),
      ...(decryptionKeyRefs !== undefined && {
        decryptionKeys: decryptionKeyRefs.map((reference) => resolvers.secret(reference)),
      }),
      ...(clientCertificateRef !== undefined &&
        clientCertificateKeyRef !== undefined && {
          clientCertificate: {
            certificate: resolvers.secret(clientCertificateRef),
            privateKey: resolvers.secret(clientCertificateKeyRef),
          },
        }),
    });
  } catch (cause) {
    return refuse("configuration", "definition: a reference cannot be resolved", { cause });
  }
}
