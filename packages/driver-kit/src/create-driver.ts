import {
  type CallbackResult,
  checkWork,
  type DriverContext,
  type IdvError,
  type IdvMethodDriver,
  replyTo,
  type StepResult,
  type StepWork,
} from "@idvkit/core";
import { contained } from "./contained.ts";
import { createRefusals } from "./create-refusals.ts";

type Failure = { ok: false; error: IdvError };

/** What is a driver's own. A call that its profile does not flag may be left out. */
export type DriverMethods = Pick<
  IdvMethodDriver,
  "methodType" | "provider" | "profile" | "addressCallback" | "dispatch"
> &
  Partial<Pick<IdvMethodDriver, "submit" | "poll" | "cancel">> & {
    /** A failure without a reply gets the one of its error. */
    callback?(
      ...call: Parameters<IdvMethodDriver["callback"]>
    ): Promise<CallbackResult | Extract<StepResult, { ok: false }>>;
  };

/**
 * Puts what all drivers share around what is a driver's own: a work is checked before it gets there, a call that was
 * aborted before it begins is `interrupted`, one that the profile does not flag is `unsupported`, what throws becomes an
 * error, and a callback always says what to reply. The driver never throws and never rejects.
 */
export function createDriver(methods: DriverMethods): IdvMethodDriver {
  const { methodType, provider, profile } = methods;
  const { error } = createRefusals(provider);

  function run<Work extends StepWork, Result extends { ok: boolean }>(
    name: "dispatch" | keyof typeof profile.methods,
    work: Work,
    context: DriverContext,
    call: ((work: Work, context: DriverContext) => Promise<Result>) | undefined,
  ): Promise<Result | Failure> {
    return contained(provider, async (): Promise<Result | Failure> => {
      if (call === undefined || (name !== "dispatch" && !profile.methods[name])) {
        return { ok: false, error: error("unsupported", `${name}: not part of this driver`) };
      }
      const checked = checkWork(work);
      if (!checked.ok) return checked;
      if (context.signal?.aborted) return { ok: false, error: error("interrupted", "aborted by the caller") };
      return call(work, context);
    });
  }

  return {
    specificationVersion: "v1",
    methodType,
    provider,
    profile,
    addressCallback: (request) => contained(provider, () => methods.addressCallback(request)),
    dispatch: (work, context) => run("dispatch", work, context, methods.dispatch),
    submit: (work, context) => run("submit", work, context, methods.submit),
    async callback(work, context) {
      const result = await run("callback", work, context, methods.callback);
      return "reply" in result ? result : { ...result, reply: replyTo(result.error) };
    },
    poll: (work, context) => run("poll", work, context, methods.poll),
    cancel: (work, context) => run("cancel", work, context, methods.cancel),
  };
}
