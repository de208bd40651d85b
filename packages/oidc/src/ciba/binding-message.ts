import { randomBytes } from "node:crypto";
import type { PersonAction, StepWork } from "@idvkit/core";

/** Without those that look alike. */
const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";
const digits = "23456789";

/** The words that both devices show, so that the person sees that they belong together. */
export interface BindingMessage {
  /** What the provider is sent and the person compares. */
  code: string;
  /** The caller's own words. */
  message?: string;
}

/** The caller's `attributes.bindingMessage`, or a short random code such as `K7-24` (CIBA, section 7.1). */
export function bindingMessageOf(
  { inputs }: Pick<StepWork, "inputs">,
  source: (size: number) => Uint8Array = randomBytes,
): BindingMessage {
  const { bindingMessage } = inputs.attributes;
  if (typeof bindingMessage === "string" && bindingMessage !== "") {
    return { code: bindingMessage, message: bindingMessage };
  }
  const [letter, first, second, third] = [letters, digits, digits, digits].map((alphabet) => pick(alphabet, source));
  return { code: `${letter}${first}-${second}${third}` };
}

/** Some come a little more often than others: the code is compared by eyes, it keeps no secret. */
function pick(alphabet: string, source: (size: number) => Uint8Array): string {
  return alphabet.charAt((source(1)[0] ?? 0) % alphabet.length);
}

/** What the person is told. */
export function confirmElsewhere({ code, message }: BindingMessage, expiresAt: string): PersonAction {
  return { kind: "confirmElsewhere", code, ...(message !== undefined && { message }), after: "wait", expiresAt };
}
