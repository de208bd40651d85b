import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import type { HttpRequest, IdvResult } from "@idvkit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { verifyWebhook } from "../src/api/webhook.ts";
import { onfidoEvents, readWebhookEvent, subjectRef } from "../src/api/webhook-event.ts";
import { firstToken, secondToken, vectorIds, type WebhookVector, webhookVectors } from "./webhook-vectors.ts";

const header = "x-sha2-signature";

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function delivery(body: Uint8Array | string, headers: Record<string, string>): HttpRequest {
  const bytes = typeof body === "string" ? bytesOf(body) : body;
  return { method: "POST", url: "https://rp.example/idv/onfido/webhooks", headers, body: bytes };
}

function signed(vector: WebhookVector): HttpRequest {
  return delivery(vector.body, { [header]: vector.signature });
}

function codeOf(result: IdvResult<unknown>): string {
  return result.ok ? "ok" : result.error.code;
}

const hexText = fc
  .array(fc.constantFrom(..."0123456789abcdefABCDEF"), { minLength: 60, maxLength: 68 })
  .map((digits) => digits.join(""));

/** The vendor's vectors stay where they are; their folder is named by the environment. */
const vectorFolder = process.env.IDVKIT_VECTORS;

interface PublishedVector {
  name: string;
  token: string;
  rawBody?: string;
  file?: string;
  "X-SHA2-Signature": string;
}

function publishedVectors(folder: string): { name: string; token: string; body: Uint8Array; signature: string }[] {
  const listed = JSON.parse(readFileSync(join(folder, "onfido/webhooks.json"), "utf8")) as PublishedVector[];
  return listed.map(({ name, token, rawBody, file = "", "X-SHA2-Signature": signature }) => {
    const body = rawBody === undefined ? readFileSync(join(folder, "onfido", file)) : bytesOf(rawBody);
    return { name, token, body, signature };
  });
}

describe("the published vectors", () => {
  if (vectorFolder === undefined) {
    it("are not here, because IDVKIT_VECTORS is not set: only the project's own ones are checked", () => {
      process.stderr.write(
        "webhook.test.ts: IDVKIT_VECTORS is not set, the published Onfido vectors were not checked\n",
      );
      expect(webhookVectors.length).toBeGreaterThanOrEqual(8);
    });
    return;
  }
  const vectors = publishedVectors(vectorFolder);

  it("are four", () => {
    expect(vectors).toHaveLength(4);
  });

  it.each(vectors)("$name is authentic, and a readable event", async ({ token, body, signature }) => {
    expect(await verifyWebhook(delivery(body, { [header]: signature }), [token])).toEqual({
      ok: true,
      value: undefined,
    });
    expect(codeOf(readWebhookEvent(body))).toBe("ok");
  });

  it.each(vectors)("$name with one byte more is forged", async ({ token, body, signature }) => {
    const longer = new Uint8Array([...body, 0x0a]);
    expect(codeOf(await verifyWebhook(delivery(longer, { [header]: signature }), [token]))).toBe("invalid_callback");
  });
});

describe("a webhook", () => {
  it.each(webhookVectors)("with the right signature is authentic: $name", async (vector) => {
    expect(await verifyWebhook(signed(vector), [vector.token])).toEqual({ ok: true, value: undefined });
  });

  it.each(["X-SHA2-Signature", "x-sha2-signature", "X-Sha2-SIGNATURE"])(
    "has its header in any case: %s",
    async (name) => {
      const [vector] = webhookVectors;
      expect(codeOf(await verifyWebhook(delivery(vector.body, { [name]: vector.signature }), [firstToken]))).toBe("ok");
    },
  );

  it("is authentic with any of several tokens, while one is rotated", async () => {
    for (const vector of webhookVectors) {
      expect(codeOf(await verifyWebhook(signed(vector), [firstToken, secondToken]))).toBe("ok");
      expect(codeOf(await verifyWebhook(signed(vector), [secondToken, async () => firstToken]))).toBe("ok");
      const other = vector.token === firstToken ? secondToken : firstToken;
      expect(codeOf(await verifyWebhook(signed(vector), [other, "a third one"]))).toBe("invalid_callback");
    }
  });

  it("needs a token that can be read", async () => {
    const [vector] = webhookVectors;
    const broken = () => {
      throw new Error(firstToken);
    };
    for (const tokens of [[], [""], [broken]]) {
      const result = await verifyWebhook(signed(vector), tokens);
      expect(result).toMatchObject({ ok: false, error: { code: "configuration", provider: "onfido" } });
      expect(inspect(result, { showHidden: true, depth: null })).not.toContain(firstToken);
    }
  });
});

describe("a forged webhook", () => {
  const [vector, another] = webhookVectors;
  const { body, signature } = vector;
  const digest = Buffer.from(signature, "hex");
  const forgeries: [what: string, body: string | Uint8Array, headers: Record<string, string>][] = [
    ["a changed body", body.replace("approved", "declined"), { [header]: signature }],
    ["one changed byte", body.replace("}", "]"), { [header]: signature }],
    ["a body parsed and written again", JSON.stringify(JSON.parse(body), null, 1), { [header]: signature }],
    ["a line break after the body", `${body}\n`, { [header]: signature }],
    ["a byte order mark before the body", `\uFEFF${body}`, { [header]: signature }],
    ["no body", "", { [header]: signature }],
    ["the signature of another token", body, { [header]: hmac("sha256", body, secondToken, "hex") }],
    ["the signature of another body", body, { [header]: another?.signature ?? "" }],
    ["no header", body, {}],
    ["the header of the old API only", body, { "x-signature": signature }],
    ["an empty signature", body, { [header]: "" }],
    ["upper-case hex", body, { [header]: signature.toUpperCase() }],
    ["one upper-case letter", body, { [header]: signature.replace("a", "A") }],
    ["valid hex followed by rubbish", body, { [header]: `${signature}zz` }],
    ["valid hex followed by more hex", body, { [header]: `${signature}00` }],
    ["62 characters", body, { [header]: signature.slice(0, 62) }],
    ["63 characters", body, { [header]: signature.slice(0, 63) }],
    ["a character that is not hex", body, { [header]: `${signature.slice(0, 63)}g` }],
    ["NUL inside", body, { [header]: `${signature.slice(0, 63)}\0` }],
    ["NUL after", body, { [header]: `${signature}\0` }],
    ["white space before", body, { [header]: ` ${signature}` }],
    ["white space after", body, { [header]: `${signature} ` }],
    ["a line break after", body, { [header]: `${signature}\n` }],
    ["a prefix", body, { [header]: `sha256=${signature}` }],
    ["hex with 0x", body, { [header]: `0x${signature.slice(0, 62)}` }],
    ["the right digest in base64", body, { [header]: digest.toString("base64") }],
    ["the right digest in base64url", body, { [header]: digest.toString("base64url") }],
    ["digits of another script", body, { [header]: signature.replace("1", "１") }],
    ["HMAC with SHA-1", body, { [header]: hmac("sha1", body, firstToken, "hex") }],
    ["HMAC with SHA-512", body, { [header]: hmac("sha512", body, firstToken, "hex") }],
    ["SHA-256 without a key", body, { [header]: createHash("sha256").update(body).digest("hex") }],
    ["HMAC with an empty key", body, { [header]: hmac("sha256", body, "", "hex") }],
    ["the header twice, joined", body, { [header]: `${signature}, ${signature}` }],
    ["the header twice, a wrong one first", body, { [header]: `${"0".repeat(64)}, ${signature}` }],
    ["the header in two spellings", body, { [header]: signature, "X-SHA2-Signature": signature }],
  ];

  it.each(forgeries)("is refused: %s", async (_what, forged, headers) => {
    const result = await verifyWebhook(delivery(forged, headers), [firstToken]);
    expect(result).toMatchObject({
      ok: false,
      error: { code: "invalid_callback", provider: "onfido", retryable: false },
    });
    const shown = inspect(result, { showHidden: true, depth: null });
    for (const secret of [firstToken, signature, vectorIds.run]) expect(shown).not.toContain(secret);
  });

  it("is refused before a token is read, when the signature is malformed", async () => {
    let reads = 0;
    const token = () => {
      reads += 1;
      return firstToken;
    };
    for (const malformed of ["", "zz", `${signature}zz`, signature.toUpperCase(), signature.slice(2)]) {
      expect(codeOf(await verifyWebhook(delivery(body, { [header]: malformed }), [token]))).toBe("invalid_callback");
    }
    expect(reads).toBe(0);
  });

  it("says what is wrong with the header, never its value", async () => {
    const messageOf = async (headers: Record<string, string>) => {
      const result = await verifyWebhook(delivery(body, headers), [firstToken]);
      return result.ok ? "" : result.error.message;
    };
    expect(await messageOf({})).toBe("request.headers.x-sha2-signature: missing");
    for (const malformed of ["abc", `${signature}zz`, signature.toUpperCase(), `${signature}, ${signature}`]) {
      expect(await messageOf({ [header]: malformed })).toBe("request.headers.x-sha2-signature: malformed");
    }
    expect(await messageOf({ [header]: signature, "X-SHA2-SIGNATURE": signature })).toBe(
      "request.headers.x-sha2-signature: more than one",
    );
  });

  it("is refused whichever bit of the body or the signature is flipped", async () => {
    const bytes = bytesOf(body);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
        const result = await verifyWebhook(delivery(flipped(bytes, bit), { [header]: signature }), [firstToken]);
        expect(codeOf(result)).toBe("invalid_callback");
      }),
    );
    for (let bit = 0; bit < 64 * 8; bit += 1) {
      const forged = Buffer.from(flipped(bytesOf(signature), bit)).toString("latin1");
      const result = await verifyWebhook(delivery(bytes, { [header]: forged }), [firstToken]);
      expect(codeOf(result)).toBe("invalid_callback");
    }
  });

  it("is refused for any text as its signature", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: "binary" }), hexText), async (text) => {
        fc.pre(text !== signature);
        expect(codeOf(await verifyWebhook(delivery(body, { [header]: text }), [firstToken]))).toBe("invalid_callback");
      }),
    );
  });
});

function hmac(algorithm: string, body: string, key: string, encoding: "hex"): string {
  return createHmac(algorithm, key).update(body).digest(encoding);
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  return bytes.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
}

const { run, check, report, file } = vectorIds;
const api = "https://api.us.onfido.com/v3.6";

function read(action: unknown, object?: unknown, resource?: unknown) {
  return readWebhookEvent(bytesOf(JSON.stringify({ payload: { resource_type: "x", action, object, resource } })));
}

describe("the events", () => {
  it("are the seventeen that Onfido sends, each with its subject and whether it may revise an outcome", () => {
    const rows = Object.entries(onfidoEvents).map(
      ([action, event]) => `${action}: ${event.subject}, ${event.mayRevise}`,
    );
    expect(rows.sort()).toEqual([
      "audit_log.created: none, false",
      "check.completed: check, true",
      "check.form_completed: none, false",
      "check.reopened: check, true",
      "check.started: none, false",
      "check.withdrawn: check, true",
      "report.awaiting_approval: report, true",
      "report.cancelled: report, true",
      "report.completed: report, true",
      "report.resumed: report, true",
      "report.withdrawn: report, true",
      "watchlist_monitor.matches_updated: none, false",
      "workflow_run.completed: workflowRun, true",
      "workflow_run_evidence_folder.created: workflowRun, true",
      "workflow_task.completed: none, false",
      "workflow_task.started: none, false",
      "workflow_timeline_file.created: workflowRun, true",
    ]);
  });

  it.each(Object.entries(onfidoEvents))("%s is read as the table says", (action, { subject }) => {
    const object = { id: report, workflow_run_id: run, href: `${api}/anything/${report}` };
    const delivered = read(action, object);
    if (subject === "none") return expect(delivered).toEqual({ ok: true, value: { kind: "otherEvent" } });
    const id = action.startsWith("workflow_") && action !== "workflow_run.completed" ? run : report;
    const ref = subjectRef(subject, id);
    return expect(delivered).toEqual({ ok: true, value: { kind: "event", action, subject, id, ref } });
  });

  it.each(["check.exploded", "", "__proto__", "constructor", "CHECK.COMPLETED", "check.completed "])(
    "that are unknown are acknowledged without effect: %s",
    (action) => {
      expect(read(action, { id: check })).toEqual({ ok: true, value: { kind: "otherEvent" } });
    },
  );

  it("lead to one ref for each subject", () => {
    expect(subjectRef("workflowRun", run)).toBe(`onfido:workflow_run/${run}`);
    expect(subjectRef("check", check)).toBe(`onfido:check/${check}`);
    expect(subjectRef("report", report)).toBe(`onfido:report/${report}`);
  });

  it.each([
    ["its object", { id: file, workflow_run_id: run, href: "https://x.example/" }, undefined],
    ["its resource", { id: file, href: "https://x.example/" }, { workflow_run_id: run }],
    ["its address", { id: file, href: `${api}/workflow_runs/${run}/timeline_file/${file}` }, undefined],
    ["its address, which ends there", { id: file, href: `${api}/workflow_runs/${run}` }, null],
    ["its address, a query after it", { href: `${api}/workflow_runs/${run}?region=us` }, "nothing"],
  ])("of a file name their run in %s", (_where, object, resource) => {
    for (const action of ["workflow_timeline_file.created", "workflow_run_evidence_folder.created"]) {
      expect(read(action, object, resource)).toMatchObject({ ok: true, value: { subject: "workflowRun", id: run } });
    }
  });

  it.each([
    [{ id: report, check_id: check }, undefined],
    [{ id: report }, { check_id: check, output: [] }],
  ])("of a report wait with its check where they name it", (object, resource) => {
    expect(read("report.completed", object, resource)).toMatchObject({
      ok: true,
      value: { subject: "report", id: report, ref: `onfido:check/${check}` },
    });
  });

  it.each([{}, { output: null }, { output: [] }, { output: { a: 1 } }, { output: "text" }, null, [], 7, undefined])(
    "are read whatever their resource is: %j",
    (resource) => {
      expect(read("workflow_run.completed", { id: run }, resource)).toMatchObject({ ok: true, value: { id: run } });
    },
  );

  it.each([
    ["no object", "check.completed", undefined],
    ["null as object", "check.completed", null],
    ["a list as object", "report.completed", []],
    ["no id", "check.reopened", { href: `${api}/checks/${check}` }],
    ["a number as id", "report.completed", { id: 7 }],
    ["an empty id", "workflow_run.completed", { id: "" }],
    ["a path as id", "workflow_run.completed", { id: `${run}/tasks` }],
    ["a step up as id", "check.completed", { id: ".." }],
    ["a control character in the id", "check.completed", { id: "a\nb" }],
    ["an endless id", "check.completed", { id: "a".repeat(201) }],
    ["a file without its run", "workflow_timeline_file.created", { id: file }],
    ["a step up in the address", "workflow_timeline_file.created", { id: file, href: `${api}/workflow_runs/../x` }],
  ])("that name nothing to be read again are malformed: %s", (_what, action, object) => {
    expect(read(action, object)).toMatchObject({ ok: false, error: { code: "invalid_input", provider: "onfido" } });
  });

  it.each([
    ["no JSON", "WILLEKE"],
    ["a list", "[]"],
    ["no payload", "{}"],
    ["null as payload", '{"payload":null}'],
    ["no action", '{"payload":{"object":{"id":"x"}}}'],
    ["a number as action", '{"payload":{"action":7}}'],
    ["nothing", ""],
  ])("that are none are malformed: %s", (_what, body) => {
    const result = readWebhookEvent(bytesOf(body));
    expect(result).toMatchObject({
      ok: false,
      error: { code: "invalid_input", message: "request.body: not an event" },
    });
    expect(JSON.stringify(result)).not.toContain("WILLEKE");
  });

  it("that are not UTF-8 are malformed", () => {
    expect(codeOf(readWebhookEvent(new Uint8Array([0xff, 0xfe])))).toBe("invalid_input");
  });

  it("need neither resource_id nor event, which the specification wrongly requires", () => {
    for (const { body } of webhookVectors) {
      expect(body).not.toMatch(/"(?:resource_id|event)":/);
      expect(readWebhookEvent(bytesOf(body))).toMatchObject({ ok: true, value: { kind: "event" } });
    }
  });

  it("never throw, whatever comes in", () => {
    const member = fc.jsonValue({ maxDepth: 2 });
    const payload = fc.record(
      { action: fc.oneof(fc.constantFrom(...Object.keys(onfidoEvents)), member), object: member, resource: member },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.record({ payload })), (json) => {
        expect(["ok", "invalid_input"]).toContain(codeOf(readWebhookEvent(bytesOf(JSON.stringify(json)))));
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(["ok", "invalid_input"]).toContain(codeOf(readWebhookEvent(bytes)));
      }),
    );
  });

  it("lead only to ids that can stand in a path", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(onfidoEvents)), fc.string(), fc.string(), (action, id, href) => {
        const result = read(action, { id, workflow_run_id: id, href: `/workflow_runs/${href}` });
        if (!result.ok || result.value.kind !== "event") return;
        expect(result.value.id).toMatch(/^(?!\.{1,2}$)[^/\\]+$/);
      }),
    );
  });
});
