import { z } from "zod";
import {
  contentSchemas,
  type DataBlockContents,
  type DataBlockType,
  dataBlockTypes,
  isDataBlockType,
} from "./blocks/content-schemas.ts";
import { dateTimeSchema } from "./blocks/iso-time.ts";
import { IdvError } from "./error.ts";
import { describeIssues } from "./issue-paths.ts";
import { failure, type IdvResult, success } from "./result.ts";
import { uuidVersion5In } from "./uuid.ts";

/** What every data block says about itself, whatever it holds. */
export interface Envelope<T extends DataBlockType = DataBlockType> {
  /** UUIDv5 of execution, node, attempt, type and index: the same outcome has the same id. */
  datablockId: string;
  type: T;
  /** `stepId` is the node that made the block, `clock` its attempt. */
  createdBy: { stepId: string; clock: number };
  /** ISO 8601. */
  createdAt: string;
}

/** A data block with its content; narrows on `type`. */
export type StoredDataBlock<T extends DataBlockType = DataBlockType> = {
  [K in T]: Envelope<K> & { status: "STORED"; content: DataBlockContents[K] };
}[T];

/** What is left of a data block whose content was erased; narrows on `type`. */
export type DeletedDataBlock<T extends DataBlockType = DataBlockType> = {
  [K in T]: Envelope<K> & { status: "DELETED"; content: null };
}[T];

/** The unit of information that steps exchange; narrows on `type` and on `status`. */
export type DataBlock<T extends DataBlockType = DataBlockType> = {
  [K in T]: StoredDataBlock<K> | DeletedDataBlock<K>;
}[T];

/** A content, and the step it comes from. */
export interface DataBlockInput<T extends DataBlockType = DataBlockType> {
  type: T;
  content: DataBlockContents[T];
  executionId: string;
  nodeId: string;
  /** Whole number from 0: which try of the node this is. */
  attempt: number;
  /** Whole number from 0: which of the blocks of this type that the attempt gave. */
  index: number;
  /** ISO 8601 with a time zone. */
  createdAt: string;
}

/** The strict schema of a data block with its content not yet looked at. */
export const envelopeSchema = z.strictObject({
  datablockId: z.uuid(),
  type: z.enum(dataBlockTypes),
  createdBy: z.strictObject({ stepId: z.string(), clock: z.int().nonnegative() }),
  createdAt: dateTimeSchema,
  status: z.enum(["STORED", "DELETED"]),
  content: z.unknown(),
});

const noContentSchema = z.null();

/** The namespace was drawn at random for idvkit; another one would change every id. */
const blockId = uuidVersion5In("3fffd0f9-1216-48a2-93c3-834336359326");

/**
 * Checks a content against the strict schema of its type and puts it into its envelope.
 * Fails with `invalid_response` when the content does not fit: a block that a driver makes of an answer must be whole.
 * Fails with `invalid_input` when the step or the time is not usable.
 */
export function createDataBlock<T extends DataBlockType>(input: DataBlockInput<T>): IdvResult<StoredDataBlock<T>> {
  const { type, executionId, nodeId, attempt, index, createdAt } = input;
  if (!isDataBlockType(type)) return invalid("invalid_input", "data block", ["type: invalid_value"]);
  const problems = originProblems(input);
  if (problems.length > 0) return invalid("invalid_input", type, problems);
  const content = contentSchemas[type].safeParse(input.content);
  if (!content.success) return invalid("invalid_response", type, describeIssues(content.error, "content"));
  const block = {
    datablockId: blockId(`${quote(executionId)},${quote(nodeId)},${attempt},${type},${index}`),
    type,
    createdBy: { stepId: nodeId, clock: attempt },
    createdAt,
    status: "STORED",
    content: content.data,
  };
  return success(block as StoredDataBlock<T>);
}

/**
 * Reads a data block that comes from outside: a store, a queue, a caller. Strict: an unknown key is refused, a deleted
 * block has the content null. Fails with `invalid_input`; never throws on JSON.
 */
export function parseDataBlock(value: unknown): IdvResult<DataBlock> {
  const envelope = envelopeSchema.safeParse(value);
  if (!envelope.success) return invalid("invalid_input", "data block", describeIssues(envelope.error));
  const { type, status, content: rawContent } = envelope.data;
  const schema = status === "DELETED" ? noContentSchema : contentSchemas[type];
  const content = schema.safeParse(rawContent);
  if (!content.success) return invalid("invalid_input", type, describeIssues(content.error, "content"));
  return success({ ...envelope.data, content: content.data } as DataBlock);
}

function originProblems(input: DataBlockInput): string[] {
  const problems: string[] = [];
  if (typeof input.executionId !== "string") problems.push("executionId: invalid_type");
  if (typeof input.nodeId !== "string") problems.push("nodeId: invalid_type");
  if (!isCount(input.attempt)) problems.push("attempt: invalid_value");
  if (!isCount(input.index)) problems.push("index: invalid_value");
  if (!dateTimeSchema.safeParse(input.createdAt).success) problems.push("createdAt: invalid_format");
  return problems;
}

/** JSON text: where it ends is certain, and half a surrogate pair is kept, which UTF-8 would lose. */
function quote(text: string): string {
  return JSON.stringify(text);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function invalid(code: "invalid_input" | "invalid_response", subject: string, problems: string[]) {
  return failure(new IdvError({ code, message: `${subject} does not fit its schema: ${problems.join("; ")}` }));
}
