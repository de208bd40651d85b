import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MultipartValue } from "../src/http-call.ts";
import { createHttpClient } from "../src/http-client.ts";
import { encodeMultipart } from "../src/multipart.ts";
import { json, localServer } from "./local-server.ts";

const bytes = new Uint8Array([0, 13, 10, 45, 45, 255]);

function encode(fields: Record<string, MultipartValue>, nextBoundary?: () => string) {
  return encodeMultipart(fields, nextBoundary) ?? expect.unreachable("not encoded");
}

/** Reads a body back with the platform's own parser. */
async function parse({ data, mediaType }: { data: Buffer; mediaType: string }) {
  const body = await new Response(new Uint8Array(data), { headers: { "content-type": mediaType } }).formData();
  const read: Record<string, unknown> = {};
  for (const [name, value] of body) {
    read[name] =
      typeof value === "string"
        ? value
        : { content: new Uint8Array(await value.arrayBuffer()), mediaType: value.type, fileName: value.name };
  }
  return read;
}

describe("encodeMultipart", () => {
  it("writes texts and files as RFC 7578 has them", () => {
    const photo = { content: new TextEncoder().encode("PNG"), mediaType: "image/png", fileName: "front.png" };
    const encoded = encode({ type: "passport", file: photo }, () => "line");
    expect(encoded.mediaType).toBe("multipart/form-data; boundary=line");
    expect(encoded.data.toString()).toBe(
      [
        "--line",
        'Content-Disposition: form-data; name="type"',
        "",
        "passport",
        "--line",
        'Content-Disposition: form-data; name="file"; filename="front.png"',
        "Content-Type: image/png",
        "",
        "PNG",
        "--line--",
        "",
      ].join("\r\n"),
    );
  });

  it("takes only the bytes that a view shows", async () => {
    const content = new Uint8Array([1, 2, 3, 4]).subarray(1, 3);
    const read = await parse(encode({ file: { content, mediaType: "image/png", fileName: "a" } }));
    expect(read.file).toMatchObject({ content: new Uint8Array([2, 3]) });
  });

  it.each(['a"b', "a\r\nb", "a\nb", 'x"; filename="evil', "schlüssel", "a%22b"])(
    "keeps the name %j inside its quotes",
    async (name) => {
      const encoded = encode({ [name]: "1", file: { content: bytes, mediaType: "a/b", fileName: name } });
      const head = encoded.data.toString("latin1");
      expect(head.match(/Content-Disposition/g)).toHaveLength(2);
      expect(head.match(/filename=/g)?.length).toBe(name.includes("filename=") ? 3 : 1);
      const read = await parse(encoded);
      expect(Object.values(read)).toHaveLength(2);
      expect(read.file).toMatchObject({ content: bytes });
    },
  );

  it("takes another boundary when the first ones stand in a part", () => {
    const boundaries = ["first", "second", "third"];
    const next = () => boundaries.shift() ?? expect.unreachable();
    const content = new TextEncoder().encode("x first x");
    const encoded = encode({ second: "", file: { content, mediaType: "a/b", fileName: "f" } }, next);
    expect(encoded.mediaType).toBe("multipart/form-data; boundary=third");
  });

  it("takes a new boundary each time", () => {
    expect(encode({ a: "1" }).mediaType).not.toBe(encode({ a: "1" }).mediaType);
  });

  it.each(["", "png", "image/png\r\nX-Evil: 1", "image/\npng", " image/png", "bild/ü"])(
    "gives nothing for the media type %j",
    (mediaType) => {
      expect(encodeMultipart({ file: { content: bytes, mediaType, fileName: "f" } })).toBeUndefined();
    },
  );

  it("is read back by the platform as it was, whatever stands in the parts", async () => {
    // Names of objects that the platform's parser or `Object.entries` treats in a way of their own.
    const name = fc.stringMatching(/^[a-z_]{1,12}$/).filter((text) => !(text in {}));
    const file = fc.record({
      content: fc.uint8Array({ maxLength: 64 }),
      mediaType: fc.constantFrom("image/png", "application/pdf"),
      fileName: fc.stringMatching(/^[A-Za-z0-9. äöü'()-]{1,20}$/),
    });
    const text = fc.string({ unit: "grapheme", maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, fc.oneof(text, file), { minKeys: 1 }), async (fields) => {
        expect(await parse(encode(fields))).toEqual({ ...fields });
      }),
    );
  });
});

describe("a call with a multipart body", () => {
  it("is sent with its length and the boundary in the media type", async () => {
    const server = await localServer(json({ id: "doc-1" }, 201));
    const client = createHttpClient({ provider: "acme", baseUrl: server.origin });
    const multipart = { side: "front", file: { content: bytes, mediaType: "image/png", fileName: "f.png" } };
    const result = await client.json({ method: "POST", path: "/documents", body: { multipart }, retry: "never" });
    expect(result).toMatchObject({ ok: true, value: { status: 201 } });
    const [request] = server.seen;
    const { "content-type": mediaType = "", "content-length": length } = request?.headers ?? {};
    expect(length).toBe(String(request?.body.length));
    expect(await parse({ data: request?.body ?? Buffer.of(), mediaType })).toEqual(multipart);
  });

  it("fails with invalid_input for a media type that is none, without its value", async () => {
    const client = createHttpClient({ provider: "acme", baseUrl: "https://acme.invalid" });
    const multipart = { file: { content: bytes, mediaType: "Sensitiv\r\n", fileName: "Sensitiv" } };
    const result = await client.json({ method: "POST", path: "/documents", body: { multipart }, retry: "never" });
    expect(result).toMatchObject({
      ok: false,
      error: { code: "invalid_input", message: "POST /documents: a part has no usable media type" },
    });
  });
});
