import { describeIssues, type IdvResult, success } from "@idvkit/core";
import type { JSONWebKeySet } from "jose";
import { z } from "zod";
import { refuse } from "../refusal.ts";
import { fetchJson } from "./fetch-json.ts";
import type { Network } from "./network.ts";
import { jwksSchema, readJwks } from "./wire.ts";

/** Keys of one provider as they were fetched. Plain JSON, so that several machines can share what one has fetched. */
export interface JwksSnapshot {
  uri: string;
  jwks: JSONWebKeySet;
  /** ISO 8601. */
  fetchedAt: string;
}

export interface JwksStore {
  /** The keys behind `uri`, at most `maxAgeMs` old. Fails like the network, and with `invalid_response`. */
  get(uri: string, network: Network, now: Date): Promise<IdvResult<JSONWebKeySet>>;
  /** Fetches anew, unless that was done a moment ago: a forged key id must not cause a request each time. */
  refresh(uri: string, network: Network, now: Date): Promise<boolean>;
  export(): JwksSnapshot[];
  /** Takes what another machine has fetched; what is already here and newer stays. Fails with `invalid_input`. */
  import(snapshots: unknown): IdvResult<undefined>;
}

const snapshotSchema = z.array(
  z.strictObject({ uri: z.url({ protocol: /^https?$/ }), jwks: jwksSchema, fetchedAt: z.iso.datetime() }),
);
const leastRefreshMs = 5_000;

/** Holds the signature keys of providers between logins. A failed fetch is not remembered. */
export function createJwksStore(maxAgeMs: number): JwksStore {
  const held = new Map<string, JwksSnapshot>();
  const running = new Map<string, Promise<IdvResult<JSONWebKeySet>>>();

  /** Logins that come at once share one request. */
  function fetchKeys(uri: string, network: Network, now: Date): Promise<IdvResult<JSONWebKeySet>> {
    const shared = running.get(uri);
    if (shared !== undefined) return shared;
    const fetching = download(uri, network)
      .then((jwks) => {
        if (jwks.ok) held.set(uri, { uri, jwks: jwks.value, fetchedAt: now.toISOString() });
        return jwks;
      })
      .finally(() => running.delete(uri));
    running.set(uri, fetching);
    return fetching;
  }

  function ageMs(uri: string, now: Date): number {
    const snapshot = held.get(uri);
    const age = snapshot === undefined ? Number.POSITIVE_INFINITY : now.getTime() - Date.parse(snapshot.fetchedAt);
    // A clock that was set back must not keep old keys for ever.
    return age < 0 ? Number.POSITIVE_INFINITY : age;
  }

  return {
    async get(uri, network, now) {
      const snapshot = held.get(uri);
      return snapshot !== undefined && ageMs(uri, now) < maxAgeMs
        ? success(snapshot.jwks)
        : fetchKeys(uri, network, now);
    },
    async refresh(uri, network, now) {
      if (ageMs(uri, now) < leastRefreshMs) return false;
      return (await fetchKeys(uri, network, now)).ok;
    },
    export: () => structuredClone([...held.values()]),
    import(snapshots) {
      const parsed = snapshotSchema.safeParse(snapshots);
      if (!parsed.success) return refuse("invalid_input", describeIssues(parsed.error, "snapshots").join("; "));
      for (const snapshot of structuredClone(parsed.data)) {
        const known = held.get(snapshot.uri);
        if (known === undefined || Date.parse(known.fetchedAt) < Date.parse(snapshot.fetchedAt))
          held.set(snapshot.uri, snapshot as JwksSnapshot);
      }
      return success(undefined);
    },
  };
}

async function download(uri: string, network: Network): Promise<IdvResult<JSONWebKeySet>> {
  const document = await fetchJson(uri, network, { name: "jwks" });
  return document.ok ? readJwks(document.value) : document;
}
