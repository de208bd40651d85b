import {
  type CallbackResult,
  checkWork,
  failure,
  type IdvError,
  type IdvMethodDriver,
  replyTo,
  type StepWork,
} from "@idvkit/core";
import { contained } from "@idvkit/driver-kit";
import { addressCallback } from "./callback.ts";
import { openChannel, profileOf } from "./channel.ts";
import { type OnfidoOptions, resolveOptions } from "./options.ts";
import { methodType, provider } from "./profile.ts";
import { onfidoError } from "./refusal.ts";

/**
 * Verifies a person's document, and face where asked, with Onfido: through Signicat Assure or through Onfido's own API.
 * Throws an `IdvError` for wrong options; the driver itself never throws.
 */
export function createOnfidoDriver(options: OnfidoOptions): IdvMethodDriver {
  const settings = resolveOptions(options);
  const profile = profileOf(settings);
  const channel = openChannel(settings);

  /** Checks the part of a work that all calls share, then runs. What throws becomes an error. */
  function run<Work extends StepWork, R extends { ok: boolean }>(
    work: Work,
    call: (work: Work) => Promise<R>,
  ): Promise<R | { ok: false; error: IdvError }> {
    return contained(provider, async () => {
      const checked = checkWork(work);
      return checked.ok ? call(work) : checked;
    });
  }

  return {
    specificationVersion: "v1",
    methodType,
    provider,
    profile,
    addressCallback: (request) => contained(provider, () => addressCallback(settings, request)),
    dispatch: (work, context) => run(work, async () => (await channel()).dispatch(work, context)),
    async submit(work, context) {
      if (!profile.methods.submit) return failure(unsupported("submit"));
      return run(work, async () => (await channel()).submit(work, context));
    },
    async callback(work, context): Promise<CallbackResult> {
      const result = await run(work, async () => (await channel()).callback(work, context));
      return "reply" in result ? result : { ...result, reply: replyTo(result.error) };
    },
    poll: (work, context) => run(work, async () => (await channel()).poll(work, context)),
    cancel: (work, context) => run(work, async () => (await channel()).cancel(work, context)),
  };
}

function unsupported(method: string): IdvError {
  return onfidoError("unsupported", `${method}: not part of this capture mode`);
}
