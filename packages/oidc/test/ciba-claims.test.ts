import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { createOidcDriver } from "../src/index.ts";
import { contextOf, localOptions, workOf } from "./driver-setup.ts";

it("asks for the verified claims that are required, as the code flow does", async () => {
  const asked: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const issuer = `http://${request.headers.host}`;
      if (request.method === "POST") asked.push(new URLSearchParams(Buffer.concat(chunks).toString()));
      const metadata = {
        issuer,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        backchannel_authentication_endpoint: `${issuer}/bc`,
      };
      const answer = request.method === "POST" ? { auth_req_id: "request-1", expires_in: 120 } : metadata;
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const driver = createOidcDriver(
      localOptions(issuer, { flow: { kind: "ciba" }, verifiedClaims: { trustFrameworks: ["de_aml"] } }),
    );
    const { inputs, ...work } = workOf();
    const dispatched = await driver.dispatch(
      { ...work, inputs: { ...inputs, subject: { loginHint: "anna" } } },
      contextOf(),
    );
    expect(dispatched).toMatchObject({ ok: true, value: { kind: "pending" } });
    expect(JSON.parse(asked[0]?.get("claims") ?? "{}")).toMatchObject({
      id_token: { verified_claims: { verification: { trust_framework: { value: "de_aml" } } } },
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
