import type { IncomingMessage, ServerResponse } from "node:http";
import { type CallbackHandler, nodeCallbackHandler } from "@idvkit/driver-kit";
import { publicOrigin } from "./callbacks.ts";

/** What is used of express() and of express.json(). */
type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => unknown;
interface ExpressApp {
  use(path: string, ...handlers: Middleware[]): unknown;
}

export function mount(app: ExpressApp, callbacks: CallbackHandler, json: Middleware): void {
  app.use("/idv", nodeCallbackHandler(callbacks, { publicOrigin })); // first: it has to see the bytes as they came
  app.use("/", json); // express.json() takes the bytes away from all that stands behind it
}
