import type { ReasonCode } from "./reasons.ts";

/** What the mapper can have to say about an answer without refusing it: the code of a warning to its meaning. */
export const warningMeanings = {
  missing_value: "A value that a data block requires is not there; the block is left out.",
  unreadable_value: "A value has not the form of its claim and is left out.",
  unknown_value: "A value is not in the tables of idvkit and is left out.",
  conflicting_value: "Two places disagree about a claim; the first one counts.",
  further_values: "A claim has several values, and the data block has room for one: the first.",
  birth_year_withheld: "The birth date comes without its year and is left out.",
  unverified_value: "The provider says that it did not verify the value; it is in no data block.",
  unverified_identity:
    "Claims that are not verified stay out of the data blocks, because verified ones were asked for.",
  claims_elsewhere: "The claim is aggregated or distributed, and such claims are not fetched: it counts as absent.",
  unknown_acr: "The issuer's levels do not name this `acr`; it counts as the lowest.",
  unknown_trust_framework: "Verified claims under a framework that is not accepted are ignored.",
  malformed_verified_claims: "Verified claims do not have the shape of the specification and are ignored.",
  unknown_check_id: "An assurance process names a check that is not there; its verified claims are ignored.",
  verified_claims_unfit: "Verified claims do not meet a requirement and are ignored.",
} as const;

export type WarningCode = keyof typeof warningMeanings | ReasonCode;

/** Notes something about the answer: a code and a path, never a value. */
export type Warn = (code: WarningCode, path: string) => void;
