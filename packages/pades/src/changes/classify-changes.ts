import type { PdfDocument } from "../reader/document.ts";
import { PdfError } from "../reader/pdf-error.ts";
import { judgeTrailer } from "./catalogue-rules.ts";
import { type ChangeContext, numberOf } from "./change-context.ts";
import { type ChangeFinding, type ChangeLevel, ChangeLog, changeLevels } from "./change-findings.ts";
import { type DocumentModel, readDocumentModel } from "./document-model.ts";
import { ObjectEquality, StepBudget } from "./object-equality.ts";
import { type ChangePermissions, lockTest } from "./permissions.ts";

export interface ChangeReport {
  level: ChangeLevel;
  findings: readonly ChangeFinding[];
}

export interface ChangeQuestion {
  /** Index of the revision that a signature covers. */
  from: number;
  /** Index of the revision to compare with, usually the last. */
  to: number;
  /** What the signatures up to `from` let later revisions change; see `permissionsInForce`. */
  permissions: ChangePermissions;
  /** How many pairs of values may be compared. Default: 5 million and twice the size of the file. */
  maxSteps?: number;
}

/** The highest level that a DocMDP certification allows. */
const allowedLevels: Readonly<Record<1 | 2 | 3, ChangeLevel>> = { 1: "ltaUpdates", 2: "formFilling", 3: "annotations" };

/**
 * What changed after a signed revision, as a reader sees it: both revisions are walked together from the trailer, and everything must be
 * the same except where a rule of this folder allows a change. An object that several paths reach is judged on each of them, so a change
 * passes only where every use of the object allows it. Objects that nothing reaches do not count; whether the bytes of an update are all
 * accounted for is the reader's to say. Never throws for what is in the file: what cannot be read or is too large is `forbidden`.
 */
export function classifyChanges(document: PdfDocument, question: ChangeQuestion): ChangeReport {
  const log = new ChangeLog();
  if (question.to > question.from) {
    try {
      if (isSealed(document, question.to)) log.add("change_unreadable");
      judge(document, question, log);
    } catch (error) {
      if (!(error instanceof PdfError)) throw error;
      log.add(error.code === "limit" ? "change_limit" : "change_unreadable");
    }
  }
  return { level: log.level, findings: log.findings };
}

function judge(document: PdfDocument, question: ChangeQuestion, log: ChangeLog): void {
  const before = modelAt(document, question.from);
  const after = modelAt(document, question.to);
  const equality = new ObjectEquality({
    before: before.view,
    after: after.view,
    isSameRole: sameRoleTest(before, after),
    budget: new StepBudget(question.maxSteps ?? 5_000_000 + 2 * document.bytes.length),
  });
  const context: ChangeContext = {
    before,
    after,
    equality,
    log,
    permissions: question.permissions,
    isLocked: lockTest(question.permissions.locks),
    signatureNumbers: new Set(
      before.fields.nodes.flatMap(({ dictionary }) => numberOf(dictionary.entries.get("V")) ?? []),
    ),
    replacedAppearances: new Set(),
  };
  judgeTrailer(context);
  for (const number of context.replacedAppearances) {
    if (equality.frozen.has(number)) log.add("appearance_shared", number);
  }
  const { docMdp } = question.permissions;
  if (docMdp !== undefined && isAbove(log.level, allowedLevels[docMdp])) log.add("certification_violated");
}

/** Every signature of a document is judged against the same last revision. */
const models = new WeakMap<PdfDocument, Map<number, DocumentModel>>();

function modelAt(document: PdfDocument, index: number): DocumentModel {
  const known = models.get(document) ?? new Map<number, DocumentModel>();
  models.set(document, known);
  const model = known.get(index) ?? readDocumentModel(document.at(index));
  known.set(index, model);
  return model;
}

/** Object streams of an encrypted document cannot be read, and what they hold leads to everything else. */
function isSealed(document: PdfDocument, to: number): boolean {
  if (!document.isEncrypted) return false;
  return document.revisions.slice(0, to + 1).some(({ entries }) => {
    return [...entries.values()].some(({ kind }) => kind === "compressed");
  });
}

function isAbove(level: ChangeLevel, allowed: ChangeLevel): boolean {
  return changeLevels.indexOf(level) > changeLevels.indexOf(allowed);
}

/** Pages are the same by their place, and the catalogue is; everything else that has a role by its object number. */
function sameRoleTest(
  before: DocumentModel,
  after: DocumentModel,
): ConstructorParameters<typeof ObjectEquality>[0]["isSameRole"] {
  const places = new Map(after.pages.map((page, index) => [page.objectNumber, index]));
  const earlierPlaces = new Map(before.pages.map((page, index) => [page.objectNumber, index]));
  return (left, right, isLink) => {
    const role = before.roleOf(left);
    if (role === undefined || role !== after.roleOf(right)) return false;
    if (role === "page") return earlierPlaces.get(left.objectNumber) === places.get(right.objectNumber);
    return role === "catalogue" || (isLink && left.objectNumber === right.objectNumber);
  };
}
