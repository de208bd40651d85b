/** How things are to end, as tests decide it: all that have not ended, the next one that is made, or one subject. */
export class SimulatorDecisions<Outcome> {
  readonly #bySubject = new Map<string, Outcome>();
  readonly #next: Outcome[] = [];
  #every: Outcome;

  constructor(every: Outcome) {
    this.#every = every;
  }

  /** `scope` other than the two words is the id of a subject. */
  decide(outcome: Outcome, scope: "every" | "next" | { subject: string }): void {
    if (scope === "every") this.#every = outcome;
    else if (scope === "next") this.#next.push(outcome);
    else this.#bySubject.set(scope.subject, outcome);
  }

  /** The outcome of the thing that is being made, where one waits for it. */
  takeNext(): Outcome | undefined {
    return this.#next.shift();
  }

  /** The outcome of the first of these subjects that has one of its own. */
  ofSubject(...subjects: string[]): Outcome | undefined {
    const subject = subjects.find((candidate) => this.#bySubject.has(candidate));
    return subject === undefined ? undefined : this.#bySubject.get(subject);
  }

  get every(): Outcome {
    return this.#every;
  }
}
