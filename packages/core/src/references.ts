import { z } from "zod";

/** A secret, or how to get it at the time of the call. It is never printed. */
export type Secret = string | (() => string | Promise<string>);

/** Points at a value of the caller's configuration. */
export const configReferenceSchema = z.strictObject({ key: z.string().min(1), required: z.boolean().exactOptional() });
export type ConfigReference = z.infer<typeof configReferenceSchema>;

/** Points at a secret in the caller's store. A definition never holds the secret itself. */
export const secretReferenceSchema = z.union([
  z.strictObject({
    path: z.string().min(1),
    providerId: z.string().min(1).exactOptional(),
    key: z.string().min(1).exactOptional(),
  }),
  z.strictObject({ key: z.string().min(1) }),
]);
export type SecretReference = z.infer<typeof secretReferenceSchema>;

/** How a JSON method definition gets its values. Both may throw; that becomes a `configuration` error. */
export interface ReferenceResolvers {
  config(reference: ConfigReference): string | undefined;
  secret(reference: SecretReference): Secret;
}
