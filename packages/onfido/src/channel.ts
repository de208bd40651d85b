import type { IdvMethodDriver, MethodProfile } from "@idvkit/core";
import { apiProfile } from "./api/profile.ts";
import { assureProfile } from "./assure/profile.ts";
import type { OnfidoSettings } from "./options.ts";

/**
 * One of the two APIs behind the driver: what differs between them. Works have been checked before they get here, and
 * what throws is caught behind it.
 */
export type Channel = Pick<IdvMethodDriver, "dispatch" | "submit" | "callback" | "poll" | "cancel">;

/** What the driver can do with these settings. */
export function profileOf(settings: OnfidoSettings): MethodProfile {
  return settings.channel === "onfido" ? apiProfile(settings) : assureProfile(settings);
}

/** Opens the channel at the first call: who uses one of them does not load the other. */
export function openChannel(settings: OnfidoSettings): () => Promise<Channel> {
  let opened: Promise<Channel> | undefined;
  return () => {
    opened ??= loadChannel(settings);
    return opened;
  };
}

async function loadChannel(settings: OnfidoSettings): Promise<Channel> {
  if (settings.channel === "onfido") {
    const { createApiChannel } = await import("./api/channel.ts");
    return createApiChannel(settings);
  }
  const { createAssureChannel } = await import("./assure/channel.ts");
  return createAssureChannel(settings);
}
