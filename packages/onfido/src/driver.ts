import {
  type CallbackResult,
  checkWork,
  failure,
  IdvError,
  type IdvMethodDriver,
  replyTo,
  type StepWork,
} from "@idvkit/core";
import { contained } from "@idvkit/driver-kit";
import { createApiChannel } from "./api/channel.ts";
import { createAssureChannel } from "./assure/channel.ts";
import { addressCallback } from "./callback.ts";
import type { Channel } from "./channel.ts";
import { type OnfidoOptions, type OnfidoSettings, resolveOptions } from "./options.ts";
import { methodType, provider } from "./profile.ts";

/**
 * Verifies a person's document, and face where asked, with Onfido: through Signicat Assure or through Onfido's own API.
 * Throws an `IdvError` for wrong options; the driver itself never throws.
 */
export function createOnfidoDriver(options: OnfidoOptions): IdvMethodDriver {
  const settings = resolveOptions(options);
  const channel = createChannel(settings);
  const { profile } = channel;

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
    dispatch: (work, context) => run(work, () => channel.dispatch(work, context)),
    async submit(work, context) {
      if (!profile.methods.submit) return failure(unsupported("submit"));
      return run(work, () => channel.submit(work, context));
    },
    async callback(work, context): Promise<CallbackResult> {
      const result = await run(work, () => channel.callback(work, context));
      return "reply" in result ? result : { ...result, reply: replyTo(result.error) };
    },
    poll: (work, context) => run(work, () => channel.poll(work, context)),
    cancel: (work, context) => run(work, () => channel.cancel(work, context)),
  };
}

function createChannel(settings: OnfidoSettings): Channel {
  return settings.channel === "onfido" ? createApiChannel(settings) : createAssureChannel(settings);
}

function unsupported(method: string): IdvError {
  return new IdvError({ code: "unsupported", message: `${method}: not part of this capture mode`, provider });
}
