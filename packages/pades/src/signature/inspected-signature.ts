import type { Finding } from "../findings.ts";
import type { Modifications } from "../verification.ts";
import type { SignedRange } from "./byte-range.ts";
import type { CryptographicCheck } from "./check-signature.ts";
import type { FoundSignature } from "./find-signatures.ts";

/** A signature with all that the file and cryptography say; trust and level are not decided yet. */
export interface InspectedSignature {
  found: FoundSignature;
  byteRange: readonly number[] | null;
  range: SignedRange | undefined;
  /** The revision that it covers. */
  revisionIndex: number | undefined;
  coversWholeDocument: boolean;
  check: CryptographicCheck;
  modifications: Modifications;
  findings: readonly Finding[];
  /** No finding is an error, and no later change is forbidden. */
  intact: boolean;
  claimedTime: Date | undefined;
}
