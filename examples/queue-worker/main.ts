// A worker process: node --conditions=idvkit-source examples/queue-worker/main.ts DATABASE ASSURE_URL
import { memoryVault } from "@idvkit/driver-kit";
import { createDrivers } from "../drivers.ts";
import { openExecutionStore } from "../execution-store.ts";
import { openJobQueue } from "./jobs.ts";
import { createWorker } from "./worker.ts";

const [, , database = "verifications.sqlite", baseUrl = "https://api.signicat.com"] = process.argv;
const secretOf = (name: string) => () => process.env[name] ?? "";

const store = openExecutionStore(database, { holdMs: Number(process.env.HOLD_MS ?? 120_000) });
const drivers = createDrivers({
  baseUrl,
  clientId: process.env.SIGNICAT_CLIENT_ID ?? "",
  clientSecret: secretOf("SIGNICAT_CLIENT_SECRET"),
  callbackSecret: secretOf("SIGNICAT_CALLBACK_SECRET"),
});
// This method keeps no files; a method that does needs a vault that outlives the process: `fileVault`.
const worker = createWorker({ store, jobs: openJobQueue(store), drivers, vault: memoryVault() });

const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());
await worker.work(stop.signal);
store.close();
