import { hash } from "node:crypto";
import { failure, IdvError, type IdvResult, type JsonObject, type Secret, success } from "@idvkit/core";
import { algorithms, decryptCompact, encryptCompact, partsOf } from "./compact-jwe.ts";
import { constantTimeEqual } from "./constant-time-equal.ts";
import { decodeBase64url } from "./decode-base64url.ts";
import { readSecret } from "./secret.ts";

/**
 * The keys that protect what a driver must hide in its state. New state is sealed with `current`; the others only open,
 * so that a key can be replaced while verifications run. A key is 32 random bytes, as bytes or as base64url text.
 */
export interface StateKeys {
  /** Key id of the key that seals. */
  current: string;
  /** Keys by key id. */
  keys: Readonly<Record<string, Uint8Array | Secret>>;
}

/** The step that a sealed state belongs to. It opens for no other. */
export interface StateBinding {
  tenantId?: string;
  executionId: string;
  nodeId: string;
  attempt: number;
}

export interface SealOptions {
  keys: StateKeys;
  binding: StateBinding;
  /** ISO 8601 time after which the state no longer opens. */
  expiresAt?: string;
}

export interface OpenOptions {
  keys: StateKeys;
  binding: StateBinding;
  /** Default: the current time. */
  now?: Date;
}

const keySize = 32;

/**
 * Checks the shape of the keys, for a driver's factory: the current key is there, every key that is at hand has
 * 32 bytes. Keys behind a function are checked when they are used. Fails with `configuration`.
 */
export function checkStateKeys(keys: StateKeys): IdvResult<StateKeys> {
  if (!Object.hasOwn(keys.keys, keys.current)) return misconfigured("stateKeys.current: names no key");
  for (const [index, key] of Object.values(keys.keys).entries()) {
    const bytes = typeof key === "string" ? decodeBase64url(key) : key;
    if (bytes === undefined || (bytes instanceof Uint8Array && bytes.length !== keySize)) {
      return misconfigured(`stateKeys.keys[${index}]: expected 32 bytes`);
    }
  }
  return success(keys);
}

/**
 * Encrypts a part of a driver's state (compact JWE, RFC 7516, `dir` with A256GCM) for one step.
 * Fails with `configuration` for unusable keys and with `invalid_input` for a value that is no JSON.
 */
export async function sealState(value: JsonObject, options: SealOptions): Promise<IdvResult<string>> {
  const key = await keyOf(options.keys, options.keys.current);
  if (!key.ok) return key;
  const plaintext = encodeContent(value, options.expiresAt);
  if (plaintext === null) return failure(new IdvError({ code: "invalid_input", message: "state: cannot be sealed" }));
  // The compact form has no field of its own for additional data, but its whole protected header is authenticated. It
  // is preferred to the flattened form because it stays one string, which any store and any URL can carry.
  const header = { ...algorithms, kid: options.keys.current, bind: digestOf(options.binding) };
  return success(encryptCompact(header, plaintext, key.value));
}

/**
 * Decrypts what {@link sealState} made for the same step.
 * Fails with `invalid_input`, without saying why, for a state that was altered, belongs to another step or names an
 * unknown key; with `expired` once its time is over; with `configuration` for unusable keys.
 */
export async function openState(sealed: string, options: OpenOptions): Promise<IdvResult<JsonObject>> {
  const parts = partsOf(sealed);
  const kid = parts?.header.kid;
  if (parts === undefined || typeof kid !== "string" || !Object.hasOwn(options.keys.keys, kid)) return unopened();
  const key = await keyOf(options.keys, kid);
  if (!key.ok) return key;
  const plaintext = decryptCompact(parts, key.value);
  if (plaintext === undefined) return unopened();
  const { bind } = parts.header;
  if (typeof bind !== "string" || !constantTimeEqual(bind, digestOf(options.binding))) return unopened();
  const content = resultOf(() => JSON.parse(plaintext.toString("utf8")) as SealedContent);
  if (content === undefined) return unopened();
  const now = options.now ?? new Date();
  if (content.expiresAt !== undefined && now.getTime() >= Date.parse(content.expiresAt)) {
    return failure(new IdvError({ code: "expired", message: "state: expired" }));
  }
  return success(content.value);
}

interface SealedContent {
  value: JsonObject;
  expiresAt?: string;
}

function encodeContent(value: JsonObject, expiresAt: string | undefined): Uint8Array | null {
  if (expiresAt !== undefined && Number.isNaN(Date.parse(expiresAt))) return null;
  const content: SealedContent = { value, ...(expiresAt !== undefined && { expiresAt }) };
  const text = resultOf(() => JSON.stringify(content));
  return text === undefined ? null : new TextEncoder().encode(text);
}

/** The version in front keeps this digest apart from any other use of the same names. */
function digestOf(binding: StateBinding): string {
  const { tenantId, executionId, nodeId, attempt } = binding;
  return hash(
    "sha256",
    JSON.stringify(["idvkit-state-1", tenantId ?? null, executionId, nodeId, attempt]),
    "base64url",
  );
}

/** The bytes of one key. `name` stands for the setting in the error, which is `configuration`. */
export async function keyOf(keys: StateKeys, kid: string, name = "stateKeys"): Promise<IdvResult<Uint8Array>> {
  const checked = checkStateKeys(keys);
  if (!checked.ok) return checked;
  const key = keys.keys[kid];
  if (key === undefined || key instanceof Uint8Array) {
    return key === undefined ? misconfigured(`${name}: key is missing`) : success(key);
  }
  const text = await readSecret(key, name);
  if (!text.ok) return text;
  const bytes = decodeBase64url(text.value);
  return bytes?.length === keySize ? success(bytes) : misconfigured(`${name}: expected 32 bytes as base64url`);
}

function resultOf<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

function misconfigured(message: string): IdvResult<never> {
  return failure(new IdvError({ code: "configuration", message }));
}

function unopened(): IdvResult<never> {
  return failure(new IdvError({ code: "invalid_input", message: "state: cannot be opened" }));
}
