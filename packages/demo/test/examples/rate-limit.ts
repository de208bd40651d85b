import { createHttpClient, createRateLimiter } from "@idvkit/driver-kit";

const rateLimiter = createRateLimiter({ requests: 400, intervalMs: 60_000 });

export const http = createHttpClient({ provider: "example", baseUrl: "https://api.example", rateLimiter });
