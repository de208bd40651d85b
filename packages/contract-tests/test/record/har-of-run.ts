import type { JsonObject, JsonValue } from "@idvkit/core";
import { loadScenarios, runScenario, type Scenario } from "../../src/index.ts";
import { createAcmeDriver } from "../acme/acme-driver.ts";

export interface HarMessage {
  method?: string;
  url: string;
  at?: string;
  requestHeaders?: Record<string, string>;
  sent?: { mimeType: string; text: string };
  status?: number;
  headers?: Record<string, string>;
  body?: JsonValue;
  content?: { mimeType: string; text: string; encoding?: string };
}

/** A HAR 1.2 file of the messages, one second after the other. */
export function harOf(messages: readonly HarMessage[]): JsonObject {
  return { log: { version: "1.2", creator: { name: "test", version: "1" }, entries: messages.map(entryOf) } };
}

function entryOf(message: HarMessage, index: number): JsonObject {
  const { method = "GET", url, sent, status = 200, body } = message;
  const json = body === undefined ? undefined : { mimeType: "application/json", text: JSON.stringify(body) };
  const content = message.content ?? json ?? { mimeType: "x-unknown", text: "" };
  return {
    startedDateTime: message.at ?? new Date(Date.UTC(2026, 2, 3, 10, 0, index)).toISOString(),
    time: 12,
    request: { method, url, headers: list(message.requestHeaders), ...(sent && { postData: { ...sent } }) },
    response: {
      status,
      headers: list({ ...(content.text !== "" && { "Content-Type": content.mimeType }), ...message.headers }),
      content: { size: content.text.length, ...content },
    },
  };
}

function list(headers: Record<string, string> = {}): JsonObject[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}

export const fixtures = new URL("../fixtures/", import.meta.url);

export function fixtureNamed(name: string): Scenario {
  const found = loadScenarios(fixtures).find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`no fixture ${name}`);
  return found;
}

/** What acme's driver really sends in a scenario, with what it is answered, as a proxy would have seen it. */
export async function trafficOf(scenario: Scenario): Promise<HarMessage[]> {
  const { calls } = await runScenario({ scenario, create: createAcmeDriver });
  return calls.flatMap(({ requests, served, nowMs }) =>
    requests.map((request, index): HarMessage => {
      const exchange = scenario.exchanges[served[index] ?? -1];
      const mimeType = request.headers["content-type"] ?? "";
      const type = exchange?.headers["content-type"] ?? "";
      const answer = Buffer.from(exchange?.body ?? []);
      return {
        method: request.method,
        url: request.url,
        at: new Date(nowMs + index).toISOString(),
        requestHeaders: { ...request.headers },
        ...(request.body.length > 0 && { sent: { mimeType, text: Buffer.from(request.body).toString() } }),
        status: exchange?.status ?? 0,
        // Browsers keep text as base64 too, now and then.
        ...(answer.length > 0 && {
          content: { mimeType: type, text: answer.toString("base64"), encoding: "base64" },
        }),
      };
    }),
  );
}
