import { nodeCallbackHandler } from "@idvkit/driver-kit";
import { describeSite } from "../stage/site-contract.ts";
import { createApp } from "./app.ts";

// Hono brings its own servers; any function from Request to Response can be served like this too.
describeSite("a site with Hono", (site) => {
  const app = createApp(site);
  return nodeCallbackHandler(async (request) => app.fetch(request), { publicOrigin: site.publicOrigin });
});
