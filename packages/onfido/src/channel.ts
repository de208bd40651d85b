import type { IdvMethodDriver } from "@idvkit/core";

/**
 * One of the two APIs behind the driver: what differs between them. Works have been checked before they get here, and
 * what throws is caught behind it.
 */
export type Channel = Pick<IdvMethodDriver, "profile" | "dispatch" | "submit" | "callback" | "poll" | "cancel">;
