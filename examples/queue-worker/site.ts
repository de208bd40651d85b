import { Hono } from "hono";
import {
  createCallbacks,
  mountPath,
  newSession,
  newWork,
  type Site,
  sessionOf,
  showVerification,
} from "../verifications.ts";
import type { JobQueue } from "./jobs.ts";
import { enqueue } from "./worker.ts";

/** The pages before the queue. They call no provider: the callback handler alone does, for what has come in. */
export function createApp(site: Site & { jobs: JobQueue }): Hono {
  const app = new Hono();
  const callbacks = createCallbacks(site);

  app.all(`${mountPath}/*`, (context) => callbacks(context.req.raw));

  app.post("/verifications/:driverId", (context) => {
    const session = sessionOf(context.req.header("cookie")) ?? newSession();
    if (session.cookie !== undefined) context.header("set-cookie", session.cookie);
    const driverId = context.req.param("driverId");
    if (!Object.hasOwn(site.drivers, driverId)) return context.json({ error: "not_found" }, 404);
    const work = newWork(site, driverId, session.hash);
    enqueue(site.store, site.jobs, driverId, work);
    return context.json({ page: work.returnUrl }, 202);
  });

  // The page asks again until it may send the person on (`goTo`), and then until there is a result.
  app.get("/verifications/:executionId", (context) => {
    const session = sessionOf(context.req.header("cookie"));
    const shown = showVerification(site, context.req.param("executionId"), session?.hash);
    return shown === undefined ? context.json({ error: "not_found" }, 404) : context.json(shown);
  });

  return app;
}
