import { stopsWhenAborted } from "./abort.ts";
import { afterCompletion } from "./after-completion.ts";
import { otherBrowser, returnParameters } from "./browser-returns.ts";
import { cancelAnywhere } from "./cancel-anywhere.ts";
import type { ScenarioCheck, SuiteCheck } from "./check.ts";
import { declaresItself, showsWhatItCan } from "./declares-itself.ts";
import { deliveriesOutOfOrder } from "./deliveries-out-of-order.ts";
import { deliveriesTwice } from "./deliveries-twice.ts";
import { dispatchRepeat } from "./dispatch-repeat.ts";
import { expectedOutcome } from "./expected-outcome.ts";
import { keepsItsDeadline } from "./expiry.ts";
import { survivesFaults } from "./faults.ts";
import { freshDrivers } from "./fresh-drivers.ts";
import { honestProfile } from "./honest-profile.ts";
import { noLeaks } from "./no-leaks.ts";
import { oneShotCrash } from "./one-shot-crash.ts";
import { responseMutations } from "./response-mutations.ts";
import { runsToTheEnd } from "./runs-to-the-end.ts";
import { tamperedCallbacks } from "./tampered-callbacks.ts";
import { validBlocks } from "./valid-blocks.ts";

/** Every check of one scenario, in the order in which they run; `no-leaks` judges all runs before it. */
export const scenarioChecks: readonly ScenarioCheck[] = [
  declaresItself,
  runsToTheEnd,
  validBlocks,
  expectedOutcome,
  afterCompletion,
  freshDrivers,
  deliveriesTwice,
  deliveriesOutOfOrder,
  tamperedCallbacks,
  otherBrowser,
  returnParameters,
  oneShotCrash,
  cancelAnywhere,
  keepsItsDeadline,
  dispatchRepeat,
  honestProfile,
  stopsWhenAborted,
  survivesFaults,
  responseMutations,
  noLeaks,
];

/** Every check of all scenarios together; they run after the scenario checks. */
export const suiteChecks: readonly SuiteCheck[] = [showsWhatItCan];
