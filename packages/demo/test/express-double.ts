import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => unknown;

/** As much of Express as a mounted handler meets: the mount path is taken off `url`, `originalUrl` keeps the whole. */
export interface ExpressDouble {
  readonly server: Server;
  use(path: string, ...handlers: Middleware[]): void;
}

export function createExpressDouble(): ExpressDouble {
  const layers: { path: string; handler: Middleware }[] = [];
  const server = createServer((request, response) => {
    const originalUrl = request.url ?? "/";
    const fitting = layers.filter(({ path }) => path === "/" || originalUrl.startsWith(`${path}/`));
    Object.assign(request, { originalUrl });
    const run = async (index: number): Promise<void> => {
      const layer = fitting[index];
      if (layer === undefined) return void response.writeHead(404).end();
      request.url = layer.path === "/" ? originalUrl : originalUrl.slice(layer.path.length);
      await layer.handler(request, response, () => void run(index + 1));
    };
    run(0).catch(() => response.writeHead(400).end());
  });
  return {
    server,
    use(path, ...handlers) {
      layers.push(...handlers.map((handler) => ({ path, handler })));
    },
  };
}

/** What `express.json()` and `express.raw()` do: they read the request to its end and leave `body`. */
export function bodyParser(read: (bytes: Buffer) => unknown): Middleware {
  return async (request, _response, next) => {
    // Whoever stood before has taken the bytes.
    if (request.readableDidRead) return next();
    const chunks: Uint8Array[] = [];
    for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
    Object.assign(request, { body: read(Buffer.concat(chunks)) });
    next();
  };
}
