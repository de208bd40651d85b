import {
  contentSchemas,
  type IdvNodeResult,
  type PendingOutcome,
  parseDataBlock,
  type StepOutcome,
  verdictSpellings,
} from "@idvkit/core";
import { expectEqual, expectThat, isEqual } from "../expectation.ts";
import type { CallReport } from "./perform-call.ts";
import { stepOutcome } from "./perform-call.ts";
import { checkRevision } from "./revision.ts";
import type { Run } from "./run.ts";

/** A state is stored with every step: it has to stay small. */
const mostStateBytes = 64 * 1024;
const offerKinds = ["redirect", "userInput", "sdk", "digitalCredentials", "confirmElsewhere"];

/** Fails unless the outcome of a call, if it has one, keeps the shapes of the contract to the last key. */
export function checkOutcome(run: Run, report: CallReport): void {
  const { result } = report;
  const outcome = stepOutcome(report);
  if (outcome !== undefined) checkStepOutcome(run, report, outcome);
  else if (result.ok && result.value.kind === "tooLate") checkStepOutcome(run, report, result.value.outcome);
  else if (!result.ok && "driverState" in result) checkState(run, `${report.name} (error)`, result.driverState);
}

function checkStepOutcome(run: Run, report: CallReport, outcome: StepOutcome): void {
  const at = report.name;
  checkState(run, at, outcome.driverState);
  checkRevision(run, at, outcome, report.final);
  if (outcome.kind === "completed") checkResult(run, at, outcome.result);
  else checkPending(run, report, outcome);
}

/** Fails unless the state is small versioned JSON without a secret in the open. */
export function checkState(run: Run, at: string, state: unknown): void {
  if (state === undefined) return;
  const isState = typeof state === "object" && state !== null && isEqual(JSON.parse(JSON.stringify(state)), state);
  expectThat(isState, `${at}: driverState is not a JSON object`);
  expectThat("version" in state && Number.isInteger(state.version), `${at}: driverState has no version number`);
  const text = JSON.stringify(state);
  expectThat(text.length <= mostStateBytes, `${at}: driverState is longer than ${mostStateBytes} bytes`);
  const secrets = run.subject.watch.secretsIn(text);
  expectThat(secrets.length === 0, `${at}: driverState shows ${secrets.join(", ")}`);
}

function checkPending(run: Run, { name, nowMs }: CallReport, outcome: PendingOutcome): void {
  const isFuture = (time: string) => Date.parse(time) > nowMs;
  expectThat(typeof outcome.rawStatus === "string", `${name}: rawStatus of the pending outcome is no text`);
  expectThat(outcome.reference === null || typeof outcome.reference === "string", `${name}: reference is no text`);
  const refs: unknown = outcome.callbackRefs;
  const areRefs = Array.isArray(refs) && refs.every((ref) => typeof ref === "string" && ref !== "");
  expectThat(areRefs, `${name}: callbackRefs is not a list of texts`);
  if (outcome.poll !== undefined) expectThat(isFuture(outcome.poll.at), `${name}: poll.at is not in the future`);
  if (outcome.expiresAt !== undefined)
    expectThat(isFuture(outcome.expiresAt), `${name}: expiresAt is not in the future`);
  for (const offer of outcome.offers ?? []) {
    expectThat(offerKinds.includes(offer.kind), `${name}: an offer has an unknown kind`);
    expectThat(offer.after === "submit" || offer.after === "wait", `${name}: an offer does not say what comes after`);
    if (offer.expiresAt !== undefined) expectThat(isFuture(offer.expiresAt), `${name}: an offer is expired when made`);
  }
  if (outcome.preliminary?.final !== true) return;
  for (const { type, content } of outcome.preliminary.contents) {
    expectThat(contentSchemas[type]?.safeParse(content).success === true, `${name}: preliminary ${type} is not valid`);
  }
  checkWarnings(run, name, outcome.preliminary.warnings);
}

function checkResult(run: Run, at: string, result: IdvNodeResult): void {
  const { subject, work } = run;
  expectThat(Object.hasOwn(verdictSpellings, result.verdict), `${at}: unknown verdict`);
  expectThat(typeof result.rawStatus === "string", `${at}: the raw status of the provider is missing`);
  expectThat(["bound", "none"].includes(result.sessionBinding), `${at}: unknown sessionBinding`);
  for (const block of result.dataBlocks) {
    const parsed = parseDataBlock(block);
    expectThat(parsed.ok, `${at}: ${parsed.ok ? "" : parsed.error.message}`);
    expectEqual(block.status, "STORED", `${at}: ${block.type} is not stored`);
    expectEqual(
      block.createdBy,
      { stepId: work.nodeId, clock: work.attempt },
      `${at}: ${block.type} names another step`,
    );
    for (const id of vaultIdsIn(block.content)) {
      expectThat(
        run.vault.keyOf(id) !== undefined,
        `${at}: ${block.type} refers to something that is not in the vault`,
      );
    }
  }
  const ids = new Set(result.dataBlocks.map(({ datablockId }) => datablockId));
  expectThat(ids.size === result.dataBlocks.length, `${at}: two data blocks have the same id`);
  checkWarnings(run, at, result.warnings);
  expectEqual(result.evidence.provider, run.driver.provider, `${at}: the evidence names another provider`);
  subject.watch.look(`evidence of ${at}`, result.evidence);
}

function checkWarnings(run: Run, at: string, warnings: IdvNodeResult["warnings"]): void {
  for (const warning of warnings) {
    expectEqual(Object.keys(warning).sort(), ["code", "path"], `${at}: a warning has more or less than code and path`);
  }
  run.subject.watch.look(`warning of ${at}`, warnings);
}

function vaultIdsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  if ("$ref" in value && "$id" in value) return [String(value.$id)];
  return Object.values(value).flatMap(vaultIdsIn);
}
