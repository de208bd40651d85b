import { type IdvResult, type Secret, success } from "@idvkit/core";
import { clientCredentials, createHttpClient } from "@idvkit/driver-kit";

export function createOrders(baseUrl: string, clientId: Secret, clientSecret: Secret) {
  const http = createHttpClient({ provider: "example", baseUrl, timeoutMs: 10_000 });
  const tokens = clientCredentials({ http, path: "/oauth/token", clientId, clientSecret });

  return async function readOrder(orderId: string): Promise<IdvResult<unknown>> {
    const answer = await tokens.withToken((headers) =>
      http.json({ method: "GET", path: "/orders/{orderId}", pathParameters: { orderId }, headers, retry: "safe" }),
    );
    return answer.ok ? success(answer.value.body) : answer; // error.retryable says whether to ask again later
  };
}
