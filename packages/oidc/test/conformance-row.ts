import type { IdvErrorCode, IdvVerdict } from "@idvkit/core";
import type { LogoutDefectName, MisbehaviourName } from "../src/testing/index.ts";

/** How the client is registered and what the driver asks for; see `conformance-setups.ts`. */
export type SetupName =
  | "basic"
  | "es256"
  | "formPost"
  | "anyAlgorithm"
  | "oneAlgorithmNamed"
  | "signedUserInfo"
  | "unsignedUserInfo"
  | "encrypted"
  | "requestObject"
  | "dpop"
  | "mtls"
  | "jarm"
  | "level"
  | "maxAge"
  | "verifiedClaims"
  | "verifiedClaimsInUserInfo"
  | "verifiedClaimsOptional";

/** What must come out: a verdict, or an error with its code and its own reason. */
export interface Expectation {
  verdict?: IdvVerdict;
  code?: IdvErrorCode;
  reason?: string;
  retryable?: true;
  /** Code of a warning that the result bears. */
  warning?: string;
}

/** Parts of the story that are not the provider's doing. */
export type Story =
  | "login"
  | "denied"
  | "rotationBetweenLogins"
  | "stateOfAnotherExecution"
  | "anotherBrowserSession"
  | "replayAfterCompletion"
  | "swapAfterDispatch"
  | "initiatedElsewhere"
  | "refusedSetting"
  | "logoutToken";

/** One module of a conformance plan, or one case of our own. */
export interface ConformanceRow {
  /** Full name of the module. */
  name: string;
  plan: string;
  /** What the plan demands of a client; `notOffered` for modules of features that this client does not have. */
  must: "accept" | "reject" | "acceptOrReject" | "notOffered";
  misbehaviour?: MisbehaviourName;
  setup: SetupName;
  story: Story;
  /** For the story `logoutToken`. */
  defect?: LogoutDefectName;
  /** For the story `refusedSetting`. */
  setting?: Record<string, unknown>;
  expect: Expectation;
  /** The row above that is the same defect, or breaks the same rule: it is refused with the same reason. */
  sameAs?: string;
  /** Why a module is met in another way than its name says. */
  note?: string;
}

type Part = Partial<Omit<ConformanceRow, "name" | "plan">>;

/** Rows of one plan, whose names share a prefix. */
export function plan(title: string, prefix: string) {
  const row = (name: string, part: Part & Pick<ConformanceRow, "must" | "expect">): ConformanceRow => ({
    name: `${prefix}${name}`,
    plan: title,
    setup: "basic",
    story: "login",
    ...part,
  });
  return {
    row,
    accepts: (name: string, part: Part = {}) => row(name, { must: "accept", expect: { verdict: "verified" }, ...part }),
    /** Refuses by an `invalid_response`: what the provider sent over its own connection cannot be believed. */
    refuses: (name: string, reason: string, part: Part = {}) =>
      row(name, { must: "reject", expect: { code: "invalid_response", reason }, ...part }),
    /** Refuses by an `invalid_callback`: what the browser brought cannot be believed. */
    forged: (name: string, reason: string, part: Part = {}) =>
      row(name, { must: "reject", expect: { code: "invalid_callback", reason }, ...part }),
    /** Ends without proof: a result, not an error. */
    unproven: (name: string, warning: string, part: Part = {}) =>
      row(name, { must: "reject", expect: { verdict: "inconclusive", warning }, ...part }),
  };
}
