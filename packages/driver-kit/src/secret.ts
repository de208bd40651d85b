import { failure, IdvError, type IdvResult, type Secret, success } from "@idvkit/core";

/**
 * Reads a secret at the time of the call. Fails with `configuration` when its source throws or gives nothing.
 *
 * @param name What the error calls it, such as `clientSecret`.
 */
export async function readSecret(secret: Secret, name: string): Promise<IdvResult<string>> {
  let value: unknown;
  try {
    value = typeof secret === "function" ? await secret() : secret;
  } catch (cause) {
    return failure(new IdvError({ code: "configuration", message: `${name}: cannot be read`, cause }));
  }
  if (typeof value === "string" && value !== "") return success(value);
  return failure(new IdvError({ code: "configuration", message: `${name}: is empty` }));
}
