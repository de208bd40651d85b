import { type ChangeContext, dictionaryIn, numberOf } from "./change-context.ts";
import type { FieldNode } from "./field-tree.ts";
import { isCertification, isTimestamp } from "./permissions.ts";

/** Judges the signature dictionary that a field points to and did not point to before. */
export function judgeSignatureValue(context: ChangeContext, node: FieldNode): void {
  const { after, log } = context;
  const value = node.dictionary.entries.get("V");
  const signature = dictionaryIn(after, value);
  const isComplete =
    after.view.lookup(signature, "Contents").kind === "string" &&
    after.view.lookup(signature, "ByteRange").kind === "array";
  if (signature === undefined || !isComplete) {
    log.add("signature_incomplete", node.objectNumber);
    return;
  }
  const number = numberOf(value);
  log.add(isTimestamp(after.view, signature) ? "timestamp_added" : "signature_added", number ?? node.objectNumber);
  if (isCertification(after.view, signature)) log.add("certification_after_signature", number ?? node.objectNumber);
  if (number !== undefined && context.signatureNumbers.has(number)) log.add("signature_reused", number);
}
