import { type DataBlock, parseDataBlock } from "@idvkit/core";

export function familyNameOf(json: unknown): string | undefined {
  const parsed = parseDataBlock(json);
  if (!parsed.ok) throw parsed.error; // invalid_input: paths and codes, never a value
  const block: DataBlock = parsed.value;
  return block.type === "basicIdentity" && block.status === "STORED" ? block.content.familyName : undefined;
}
