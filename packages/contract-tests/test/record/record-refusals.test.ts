import type { JsonValue } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import { type RecordOptions, recordScenario } from "../../src/index.ts";
import { recordingOf } from "./assure-traffic.ts";
import type { HarMessage } from "./har-of-run.ts";

const url = "https://api.provider.example/things";
const base64Url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const jwt = `${base64Url({ alg: "ES256" })}.${base64Url({ sub: "x" })}.c2lnbmF0dXJl`;
const longBase64 = Buffer.from("portrait ".repeat(40)).toString("base64");

/** Why a recording of these messages is refused; `null` when it is not. */
async function refusal(messages: readonly HarMessage[], more: Partial<RecordOptions> = {}): Promise<string | null> {
  const result = await recordScenario(recordingOf(messages, more));
  if (result.ok) return null;
  expect(result.error.code).toBe("invalid_input");
  return result.error.message.replace("recording refused: ", "");
}

function answer(mimeType: string, text: string, encoding?: string): HarMessage {
  return { url, content: { mimeType, text, ...(encoding !== undefined && { encoding }) } };
}

describe("a recording is refused for", () => {
  it.each([
    ["image/jpeg", "image"],
    ["application/pdf", "pdf"],
    ["application/zip", "archive"],
    ["video/mp4", "video"],
    ["multipart/form-data; boundary=x", "multipart"],
    ["application/jwt", "jwt"],
    ["text/html", "unknown_content_type"],
    ["application/octet-stream", "unknown_content_type"],
  ])("an answer of type %s", async (type, kind) => {
    expect(await refusal([answer(type, "AAAA", "base64")])).toBe(`entry 0 response: ${kind}`);
  });

  it.each([
    ["gzip in disguise", [0x1f, 0x8b, 8, 0], "compressed"],
    ["a PDF in disguise", [..."%PDF-1.7"].map((sign) => sign.charCodeAt(0)), "pdf"],
    ["a JPEG in disguise", [0xff, 0xd8, 0xff, 0xe0], "image"],
    ["bytes that are no text", [0xc3, 0x28], "unreadable"],
    ["text that is no JSON", [0x7b, 0x7b], "unreadable"],
  ])("%s", async (_, bytes, kind) => {
    const message = answer("application/json", Buffer.from(bytes).toString("base64"), "base64");
    expect(await refusal([message])).toBe(`entry 0 response: ${kind}`);
  });

  it("a body that the HAR has lost", async () => {
    const message = { url, content: { mimeType: "application/json", text: "", size: 120 } } as HarMessage;
    expect(await refusal([message])).toBe("entry 0 response: unreadable");
  });

  it.each<[string, JsonValue, string]>([
    ["a data URL", { front: "data:image/png;base64,AAAA" }, "front: data_url"],
    ["a JWT", { list: [{ proof: jwt }] }, "list[0].proof: jwt"],
    ["a JWT inside a text", { proof: `see ${jwt}.` }, "proof: jwt"],
    ["a JWT in a token that the client reads", { id_token: jwt }, "id_token: jwt"],
    ["long base64", { blob: longBase64 }, "blob: base64"],
    ["long base64 in lines", { blob: longBase64.replace(/.{76}/g, "$&\r\n") }, "blob: base64"],
  ])("%s in an answer", async (_, body, expected) => {
    expect(await refusal([{ url, body }], { keep: ["proof", "blob", "front"] })).toBe(`entry 0 response $.${expected}`);
  });

  it("data URLs and files in a request", async () => {
    const text = JSON.stringify({ front: "data:image/png;base64,AAAA" });
    const upload = { url, method: "POST", sent: { mimeType: "application/json", text } };
    expect(await refusal([upload])).toBe("entry 0 request $.front: data_url; entry 0 request $.front: unclean");
    const files = { url, method: "POST", sent: { mimeType: "multipart/form-data; boundary=x", text: "--x--" } };
    expect(await refusal([files])).toBe("entry 0 request: multipart");
    expect(await refusal([files], { withoutSends: ["POST https://api.provider.example/{any}"] })).toBeNull();
  });

  it("a WebSocket with the provider, credentials in a URL", async () => {
    expect(await refusal([{ url: "wss://api.provider.example/live" }])).toBe("entry 0 request: websocket");
    const message = { url: "https://user:pass@api.provider.example/x" };
    expect(await refusal([message])).toBe("entry 0 request url: credentials_in_url");
  });

  it.each<[string, JsonValue, string | null]>([
    ["a free text", { note: "A kind gentleman" }, "$.note: unclean"],
    ["one word", { note: "gentleman" }, "$.note: unclean"],
    ["a date of nobody knows what", { note: "1984-11-23" }, "$.note: unclean"],
    ["a long number", { note: 19841123 }, "$.note: unclean"],
    ["a text in a list of lists", { notes: [["a", "b gentleman"]] }, "$.notes[0][0]: unclean"],
    ["a key that says something", { "kind gentleman": 1 }, "$.?0: unclean"],
    ["a free text where a word belongs", { status: "he said no" }, "$.status: unclean"],
    ["a bare text", "gentleman", "$: unclean"],
    ["nothing but words of fixed lists", { note: "accepted", notes: ["clear", "passport", ""] }, null],
    ["counts, flags and null", { count: 12, score: 0.12345678, flag: true, nothing: null }, null],
  ])("what nobody knows: %s", async (_, body, expected) => {
    const found = await refusal([{ url, body }]);
    expect(found?.split("; ")[0] ?? null).toBe(expected === null ? null : `entry 0 response ${expected}`);
  });

  it("unknown texts in queries, forms and plain text", async () => {
    expect(await refusal([{ url: `${url}?note=kind+gentleman` }])).toBe("entry 0 request url query.note: unclean");
    const sent = { mimeType: "application/x-www-form-urlencoded", text: "note=gentleman" };
    expect(await refusal([{ url, method: "POST", sent }])).toBe("entry 0 request.note: unclean");
    expect(await refusal([answer("text/plain", "gentleman")])).toBe("entry 0 response $: unclean");
    expect(await refusal([{ url: `${url}/kind%20gentleman` }])).toBe("entry 0 request url path[2]: unclean");
  });

  it.each([
    ["base64", ["", "x", "xy"].map((before) => Buffer.from(`${before}Willeke!`).toString("base64"))],
    ["base64url", [Buffer.from("??>Müllersen").toString("base64url")]],
    ["hex", [Buffer.from("WILLEKE").toString("hex")]],
    ["percent-encoding of other letters", ["%57illeke"]],
  ])("a known value that a kept text still holds as %s", async (_, blobs) => {
    for (const blob of blobs) {
      const more = { keep: ["blob"], personalData: ["Willeke", "Müllersen"] };
      expect(await refusal([{ url, body: { blob } }], more), blob).toBe("file things.json: survivor");
    }
  });

  it("calls that do not fit the deliveries, and a callback that cannot be signed anew", async () => {
    const delivery = {
      method: "POST",
      url: "https://rp.customer.org/cb/x",
      requestHeaders: { "X-SHA2-Signature": "ab" },
    };
    const own = { callbackBaseUrl: "https://rp.customer.org/cb" };
    expect(await refusal([{ url }, delivery], own)).toBe("entry 1 request headers: signed_callback");
    const calls = [{ call: "dispatch" }] as const;
    expect(await refusal([{ url }, delivery], { ...own, calls, resign: () => ({}) })).toBe(
      "calls: 0 deliveries named, 1 recorded",
    );
  });
});

describe("a refusal", () => {
  it("names places and kinds, never values", async () => {
    const body = { person: { note: "Willeke the kind", "Willeke 1984": "x" }, image: "data:image/png;base64,QUJD" };
    const result = await recordScenario(recordingOf([{ url: `${url}/Willeke`, body }], { personalData: ["Willeke"] }));
    expect(!result.ok && JSON.stringify(result.error)).not.toMatch(/willeke|1984|kind|QUJD/i);
  });

  it("lists the first twenty problems and counts the rest", async () => {
    const body = Array.from({ length: 25 }, (_, index) => ({
      [`note${String.fromCharCode(97 + index)}`]: "gentle man",
    }));
    expect(await refusal([{ url, body }])).toMatch(/and 5 more$/);
  });

  it("is what becomes of an error that somebody else throws", async () => {
    const delivery = {
      method: "POST",
      url: "https://rp.customer.org/cb/x",
      requestHeaders: { "X-SHA2-Signature": "ab" },
    };
    const result = await recordScenario(
      recordingOf([{ url }, delivery], {
        callbackBaseUrl: "https://rp.customer.org/cb",
        resign: () => {
          throw new Error("Willeke");
        },
      }),
    );
    expect(!result.ok && JSON.stringify(result.error)).not.toContain("Willeke");
  });
});

describe("what is refused can be replaced", () => {
  const image = answer("image/png", "AAAA", "base64");

  it.each(["0", "https://api.provider.example/{any}", "GET https://api.provider.example/things"])(
    "by %s",
    async (name) => {
      const specimen = new Uint8Array([1, 2, 3]);
      const result = await recordScenario(recordingOf([image], { replace: { [name]: specimen } }));
      expect(result.ok && result.value.files.get("things.png")).toBe(specimen);
    },
  );

  it("but not by a name that fits another entry", async () => {
    for (const name of ["1", "POST https://api.provider.example/{any}", "https://api.provider.example/thing"]) {
      expect(await refusal([image], { replace: { [name]: new Uint8Array() } })).toBe("entry 0 response: image");
    }
  });

  it("opaque tokens need no replacement, also where they are JWTs", async () => {
    const result = await recordScenario(recordingOf([{ url, body: { access_token: jwt, authorization: longBase64 } }]));
    const body = Buffer.from((result.ok && result.value.files.get("things.json")) || []).toString();
    expect(JSON.parse(body).access_token).toMatch(/^[\w-]+$/);
    expect(body).not.toContain(longBase64.slice(0, 40));
  });
});
