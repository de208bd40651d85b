import { randomUUID } from "node:crypto";
import { SimulatorDecisions } from "../decisions.ts";
import { timestamp } from "../timestamp.ts";
import { hasNoResults, type OnfidoOutcome } from "./outcomes.ts";
import type { CheckOrder, RunOrder } from "./read-request.ts";
import type { SimulatedCase, SimulatedCheck, SimulatedMedia, SimulatedRun } from "./records.ts";
import type { ReportName } from "./report-names.ts";
import { reportTask, uploadTasks } from "./tasks.ts";

export interface CaseSettings {
  now: () => Date;
  /** How many reads after the start answer that it is worked on. */
  processingReads: number;
  /** The reports that a workflow run makes. */
  workflowReports: readonly ReportName[];
}

/** Checks and workflow runs, and how they come to their ends. */
export class SimulatorCases {
  readonly all = new Map<string, SimulatedCase>();
  readonly decisions = new SimulatorDecisions<OnfidoOutcome>({});
  readonly #settings: CaseSettings;

  constructor(settings: CaseSettings) {
    this.#settings = settings;
  }

  createCheck(order: CheckOrder): SimulatedCheck {
    const next = this.decisions.takeNext();
    const check: SimulatedCheck = {
      ...this.#begin(order.applicant_id, order.report_names),
      ...(next !== undefined && { ownOutcome: next }),
      kind: "check",
      order,
      reopened: false,
    };
    this.all.set(check.id, check);
    return check;
  }

  createRun(order: RunOrder): SimulatedRun {
    const next = this.decisions.takeNext();
    const { workflowReports } = this.#settings;
    const run: SimulatedRun = {
      ...this.#begin(order.applicant_id, workflowReports),
      ...(next !== undefined && { ownOutcome: next }),
      kind: "run",
      order,
      tasks: uploadTasks(workflowReports, this.timestamp()),
    };
    this.all.set(run.id, run);
    return run;
  }

  /** The person is done; the work begins. */
  start(subject: SimulatedCase, media: SimulatedMedia[]): void {
    subject.media = media;
    subject.phase = "processing";
    subject.updatedAt = this.timestamp();
    if (subject.kind === "run") {
      for (const task of subject.tasks) task.updatedAt = subject.updatedAt;
      subject.tasks.push(...subject.reports.map((report) => reportTask(report, subject.updatedAt)));
    }
    if (subject.readsLeft === 0) this.finish(subject);
  }

  /** Reads a check or run: reading is what lets time pass here. */
  read(subject: SimulatedCase): void {
    if (subject.phase !== "processing") return;
    if (subject.readsLeft === 0) this.finish(subject);
    else subject.readsLeft -= 1;
  }

  /** Ends what is worked on. A run that waits for the person can only end without results. False when it goes on waiting. */
  finish(subject: SimulatedCase): boolean {
    if (subject.phase === "final" || subject.phase === "withdrawn") return true;
    const outcome = this.#outcomeOf(subject);
    if (subject.phase === "awaiting" && (subject.kind === "check" || !hasNoResults(outcome))) return false;
    subject.outcome = outcome;
    subject.phase = subject.kind === "check" ? phaseOf(outcome) : "final";
    subject.updatedAt = this.timestamp();
    if (subject.kind === "run") {
      for (const task of subject.tasks) if ("report" in task.about) task.updatedAt = subject.updatedAt;
    }
    return true;
  }

  /** A check is looked at again: it is worked on once more, and what was decided for it alone holds no longer. */
  reopen(check: SimulatedCheck): void {
    check.phase = "processing";
    check.reopened = true;
    check.readsLeft = Math.max(1, this.#settings.processingReads);
    check.updatedAt = this.timestamp();
    delete check.ownOutcome;
  }

  withdraw(check: SimulatedCheck): void {
    check.phase = "withdrawn";
    check.updatedAt = this.timestamp();
  }

  timestamp(): string {
    return timestamp(this.#settings.now());
  }

  /** The switches of the request come first, then a decision for this subject or its applicant, then the one for all. */
  #outcomeOf(subject: SimulatedCase): OnfidoOutcome {
    const decided =
      subject.ownOutcome ?? this.decisions.ofSubject(subject.id, subject.applicantId) ?? this.decisions.every;
    if (subject.kind === "run" || subject.reopened) return decided;
    const { sub_result: subResult, consider } = subject.order;
    if (subResult == null && consider == null) return decided;
    return {
      ...(decided.checkStatus !== undefined && { checkStatus: decided.checkStatus }),
      ...(subResult != null && { subResult }),
      ...(consider != null && { consider }),
    };
  }

  #begin(applicantId: string, names: readonly ReportName[]) {
    const createdAt = this.timestamp();
    return {
      id: randomUUID(),
      applicantId,
      createdAt,
      updatedAt: createdAt,
      phase: "awaiting" as const,
      readsLeft: this.#settings.processingReads,
      reports: names.map((name) => ({ id: randomUUID(), name, createdAt })),
      media: [],
      outcome: {},
    };
  }
}

function phaseOf({ checkStatus = "complete" }: OnfidoOutcome): SimulatedCase["phase"] {
  return checkStatus === "complete" ? "final" : checkStatus;
}
