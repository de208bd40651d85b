import { context, contextPrimitive } from "./der-writer.ts";
import { distinguishedName, type TestName } from "./names.ts";

/** One GeneralName (RFC 5280, section 4.2.1.6). */
export type TestGeneralName =
  | { email: string }
  | { dns: string }
  | { directory: TestName | string }
  | { uri: string }
  /** Address bytes; in name constraints address and mask. */
  | { ip: readonly number[] };

export function generalName(name: TestGeneralName): Uint8Array {
  if ("directory" in name) return context(4, distinguishedName(name.directory));
  if ("ip" in name) return contextPrimitive(7, Uint8Array.from(name.ip));
  if ("email" in name) return contextPrimitive(1, textBytes(name.email));
  if ("dns" in name) return contextPrimitive(2, textBytes(name.dns));
  return contextPrimitive(6, textBytes(name.uri));
}

function textBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
