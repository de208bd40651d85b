import { IdvError, type IdvErrorCode, isIdvError, type VaultMeta, vaultReferenceSchema } from "@idvkit/core";

export type VaultContent = Uint8Array | AsyncIterable<Uint8Array>;

/**
 * The content of a `put`, checked while it is read. Throws `invalid_input` for what is too large or no bytes, and
 * `provider_unavailable`, or the content's own `IdvError`, when it breaks off.
 */
export async function* checkedContent(content: VaultContent, maxBytes: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of content instanceof Uint8Array ? [content] : unbroken(content)) {
    if (!(chunk instanceof Uint8Array)) throw refusal("invalid_input", "vault.put: content is not bytes");
    size += chunk.byteLength;
    checkSize(size, maxBytes);
    yield chunk;
  }
}

/** Throws `invalid_input` for what is too large. */
export function checkSize(size: number, maxBytes: number): void {
  if (size > maxBytes) throw refusal("invalid_input", "vault.put: content is too large");
}

async function* unbroken(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* content;
  } catch (cause) {
    if (isIdvError(cause)) throw cause;
    const message = "vault.put: content cannot be read to its end";
    throw new IdvError({ code: "provider_unavailable", message, retryable: true, cause });
  }
}

/** Gives a stream back that nobody will read, so that its connection is freed. It may still wait for its first bytes. */
export function closeUnread(content: VaultContent): void {
  if (content instanceof Uint8Array) return;
  const readFirst = async () => {
    for await (const _ of content) break;
  };
  readFirst().catch(() => undefined);
}

/** Milliseconds since 1970; minus infinity without a retention. */
export function retainUntilOf(meta: Pick<VaultMeta, "retainUntil">): number {
  if (meta.retainUntil === undefined) return Number.NEGATIVE_INFINITY;
  const time = Date.parse(meta.retainUntil);
  if (Number.isNaN(time)) throw refusal("invalid_input", "vault.put: retainUntil is no time");
  return time;
}

export function checkedId(id: string): string {
  const reference = vaultReferenceSchema.safeParse({ $ref: "vault", $id: id });
  if (!reference.success) throw refusal("configuration", "vault.newId: expected a UUID");
  return reference.data.$id;
}

export function refusal(code: IdvErrorCode, message: string): IdvError {
  return new IdvError({ code, message });
}
