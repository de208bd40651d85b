import type { Assurance } from "./assurance.ts";
import type { DataBlockType } from "./blocks/content-schemas.ts";
import type { HttpRequest } from "./http.ts";
import type { CallbackAddress, CallbackResult, CancelOutcome, StepResult } from "./outcome.ts";
import type { IdvResult } from "./result.ts";
import type { Vault } from "./vault.ts";
import type { CallbackWork, CancelWork, DispatchWork, PollWork, SubmitWork } from "./work.ts";

/** The known method types; others are allowed. */
export type IdvMethodType =
  | "oidc"
  | "wallet"
  | "document"
  | "biometric"
  | "otp"
  | "claim_match"
  | "rest_api"
  | "signature"
  | (string & {});

/** What a method can do, for whoever chooses between methods. */
export interface MethodProfile {
  /** The most that the method can prove, evidence strength included (NIST SP 800-63A). */
  maxAssurance: Assurance;
  /** Authentication method references that a result may carry (RFC 8176); `any`: what the provider says of each login. */
  amr: string[] | "any";
  /** Price of one run. `amount` is a decimal number as text; `currency` is ISO 4217. */
  cost?: { amount: string; currency: string };
  needs: DataBlockType[];
  produces: DataBlockType[];
  /** Which methods besides dispatch do something; the others answer `unsupported`. */
  methods: { submit: boolean; callback: boolean; poll: boolean; cancel: boolean };
  callbackAuthenticity: "signed" | "sharedSecret" | "none";
  /** Whether a repeated dispatch of the same attempt can start a second paid process. */
  dispatchRepeat: "safe" | "mayStartTwice";
}

/** Structured log. Fields hold codes, paths and counts, never personal data. */
export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, string | number | boolean>>;

/** What a driver may use of its surroundings. */
export interface DriverContext {
  now: () => Date;
  /** Aborting it ends the call with `interrupted`. */
  signal?: AbortSignal;
  vault?: Vault;
  log?: Logger;
}

/**
 * A pluggable verification method. It keeps nothing in memory between calls, never throws and never rejects:
 * a bad identity is a completed outcome, a broken call is an `IdvError`.
 */
export interface IdvMethodDriver {
  readonly specificationVersion: "v1";
  readonly methodType: IdvMethodType;
  readonly provider: string;
  readonly profile: MethodProfile;
  /** Says whom an incoming request is for and authenticates it as far as that goes without state. */
  addressCallback(request: HttpRequest): Promise<IdvResult<CallbackAddress>>;
  /** Starts the verification. */
  dispatch(work: DispatchWork, context: DriverContext): Promise<StepResult>;
  /** Takes what the person or the app entered. */
  submit(work: SubmitWork, context: DriverContext): Promise<StepResult>;
  /** Takes a delivery of the provider or the person's return, and says what to answer. */
  callback(work: CallbackWork, context: DriverContext): Promise<CallbackResult>;
  /** Asks the provider how far it is. */
  poll(work: PollWork, context: DriverContext): Promise<StepResult>;
  /** Ends a verification that runs. */
  cancel(work: CancelWork, context: DriverContext): Promise<IdvResult<CancelOutcome>>;
}
