import { Hono } from "hono";
import {
  createCallbacks,
  mountPath,
  newSession,
  type Site,
  sessionOf,
  showVerification,
  startVerification,
  statusOf,
} from "../verifications.ts";

/** The same site with Hono: the callback handler is a Fetch API handler, so that it needs no adapter. */
export function createApp(site: Site): Hono {
  const app = new Hono();
  const callbacks = createCallbacks(site);

  app.all(`${mountPath}/*`, (context) => callbacks(context.req.raw));

  app.post("/verifications/:driverId", async (context) => {
    const session = sessionOf(context.req.header("cookie")) ?? newSession();
    if (session.cookie !== undefined) context.header("set-cookie", session.cookie);
    const started = await startVerification(site, context.req.param("driverId"), session.hash);
    if (started.ok) return context.redirect(started.value, 303);
    return context.json({ error: started.error.code }, statusOf(started.error));
  });

  app.get("/verifications/:executionId", (context) => {
    const session = sessionOf(context.req.header("cookie"));
    const shown = showVerification(site, context.req.param("executionId"), session?.hash);
    return shown === undefined ? context.json({ error: "not_found" }, 404) : context.json(shown);
  });

  return app;
}
