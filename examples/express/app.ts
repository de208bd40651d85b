import { nodeCallbackHandler } from "@idvkit/driver-kit";
import express, { type Express } from "express";
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

/** A site that verifies persons: start, callbacks, outcome. */
export function createApp(site: Site): Express {
  const app = express();

  // Before every body parser: signatures are checked over the bytes as they came.
  app.use(mountPath, nodeCallbackHandler(createCallbacks(site), { publicOrigin: site.publicOrigin }));
  app.use(express.json());

  app.post("/verifications/:driverId", async (request, response) => {
    const session = sessionOf(request.headers.cookie) ?? newSession();
    if (session.cookie !== undefined) response.setHeader("set-cookie", session.cookie);
    const started = await startVerification(site, request.params.driverId, session.hash);
    if (started.ok) response.redirect(303, started.value);
    else response.status(statusOf(started.error)).json({ error: started.error.code });
  });

  app.get("/verifications/:executionId", (request, response) => {
    const shown = showVerification(site, request.params.executionId, sessionOf(request.headers.cookie)?.hash);
    response.status(shown === undefined ? 404 : 200).json(shown ?? { error: "not_found" });
  });

  return app;
}
