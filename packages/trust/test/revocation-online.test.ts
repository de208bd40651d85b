import { describe, expect, it } from "vitest";
import { readDer } from "../src/der/element.ts";
import { explicitOf, hexOf, integerHexOf, octetStringOf, oidOf, sequenceOf } from "../src/der/values.ts";
import type { RevocationFetcher, RevocationFetchRequest } from "../src/revocation/fetch-limits.ts";
import { createOcspFailure } from "../src/testing/index.ts";
import {
  ask,
  authority,
  codesOf,
  crl,
  crlUrl,
  day,
  ocsp,
  ocspUrl,
  person,
  read,
  revokedRow,
} from "./revocation-setup.ts";

type Answer =
  | Uint8Array
  | undefined
  | ((request: RevocationFetchRequest) => Uint8Array | Promise<Uint8Array | undefined>);

/** Answers by address and remembers what was asked. */
function network(answers: Readonly<Record<string, Answer>>) {
  const requests: RevocationFetchRequest[] = [];
  const fetcher: RevocationFetcher = async (request) => {
    requests.push(request);
    const answer = answers[request.url];
    return typeof answer === "function" ? answer(request) : answer;
  };
  return { requests, fetcher };
}

/** The parts of an OCSPRequest (RFC 6960, section 4.1.1). */
function readRequest(body: Uint8Array | undefined) {
  const [list, extensions] = sequenceOf(sequenceOf(readDer(body ?? new Uint8Array()))[0]);
  const [algorithm, nameHash, keyHash, serialNumber] = sequenceOf(sequenceOf(sequenceOf(list)[0])[0]);
  const [nonceOid, nonce] = extensions === undefined ? [] : sequenceOf(sequenceOf(explicitOf(extensions))[0]);
  return {
    hashOid: oidOf(sequenceOf(algorithm)[0]),
    issuerNameHash: hexOf(octetStringOf(nameHash)),
    issuerKeyHash: hexOf(octetStringOf(keyHash)),
    serialNumber: integerHexOf(serialNumber),
    ...(nonceOid !== undefined && { nonceOid: oidOf(nonceOid), nonce: octetStringOf(readDer(octetStringOf(nonce))) }),
  };
}

describe("asking online", () => {
  it("asks OCSP first and stops when that decides", async () => {
    const { requests, fetcher } = network({ [ocspUrl]: ocsp(), [crlUrl]: crl() });
    expect(await ask({ fetcher })).toMatchObject({ status: "good", source: "ocsp", reasons: [] });
    expect(requests).toMatchObject([
      { url: ocspUrl, method: "POST", contentType: "application/ocsp-request", maxBytes: 262_144, timeoutMs: 10_000 },
    ]);
  });

  it("asks about the certificate, by the hashes of its issuer, with a nonce of 32 bytes", async () => {
    const { requests, fetcher } = network({ [ocspUrl]: ocsp() });
    await ask({ fetcher });
    const asked = readRequest(requests[0]?.body);
    expect(asked).toMatchObject({
      hashOid: "1.3.14.3.2.26",
      issuerKeyHash: hexOf(authority.keyIdentifier),
      serialNumber: read(person).serialNumber,
      nonceOid: "1.3.6.1.5.5.7.48.1.2",
    });
    expect(asked.nonce).toHaveLength(32);
  });

  it("leaves the nonce out when told so", async () => {
    const { requests, fetcher } = network({ [ocspUrl]: ocsp() });
    await ask({ fetcher, nonce: false });
    expect(readRequest(requests[0]?.body)).not.toHaveProperty("nonce");
  });

  it("accepts its own nonce and refuses another one", async () => {
    const echo = network({ [ocspUrl]: ({ body }) => ocsp({}, { nonce: readRequest(body).nonce ?? new Uint8Array() }) });
    expect(await ask({ fetcher: echo.fetcher })).toMatchObject({ status: "good", reasons: [] });
    const replay = network({ [ocspUrl]: ocsp({}, { nonce: new Uint8Array(32) }) });
    expect(codesOf(await ask({ fetcher: replay.fetcher }))).toEqual(["ocsp_nonce_mismatch", "fetch_failed"]);
  });

  it("goes on to the CRL when the responder does not answer the question", async () => {
    const { requests, fetcher } = network({ [ocspUrl]: createOcspFailure(6), [crlUrl]: crl() });
    expect(await ask({ fetcher })).toMatchObject({
      status: "good",
      source: "crl",
      reasons: [{ code: "ocsp_no_answer", source: "ocsp" }],
    });
    expect(requests[1]).toEqual({ url: crlUrl, method: "GET", maxBytes: 33_554_432, timeoutMs: 10_000 });
  });

  it("asks nothing when the given data decide", async () => {
    const { requests, fetcher } = network({});
    expect(await ask({ fetcher, crls: [crl()] })).toMatchObject({ status: "good" });
    expect(await ask({ fetcher, crls: [crl(revokedRow(day("2026-05-01")))] })).toMatchObject({ status: "revoked" });
    expect(requests).toEqual([]);
  });

  it("asks when the given data do not decide, and keeps why", async () => {
    const { fetcher } = network({ [ocspUrl]: ocsp() });
    const old = crl({ thisUpdate: day("2026-01-01"), nextUpdate: day("2026-01-08") });
    expect(await ask({ fetcher, crls: [old] })).toMatchObject({
      status: "good",
      source: "ocsp",
      reasons: [{ code: "crl_expired", source: "crl" }],
    });
  });
});

describe("what can go wrong online", () => {
  const failing: RevocationFetcher = () => Promise.reject(new Error("refused"));

  it("is that nothing comes, or that the fetcher throws", async () => {
    expect(await ask({ fetcher: network({}).fetcher })).toEqual({
      status: "unknown",
      reasons: [
        { code: "fetch_failed", source: "ocsp" },
        { code: "fetch_failed", source: "crl" },
      ],
    });
    const throwing = () => {
      throw new Error("broken");
    };
    for (const fetcher of [failing, throwing]) expect(codesOf(await ask({ fetcher }))).toContain("fetch_failed");
  });

  it("is that more comes than allowed", async () => {
    const { fetcher } = network({ [ocspUrl]: ocsp(), [crlUrl]: crl() });
    const result = await ask({ fetcher, fetchLimits: { maxOcspBytes: 100, maxCrlBytes: 100 } });
    expect(result).toMatchObject({ status: "unknown" });
    expect(codesOf(result)).toEqual(["fetch_too_large", "fetch_too_large"]);
  });

  it("is that it takes too long: the fetcher is not waited for", async () => {
    const never = new Promise<Uint8Array>(() => {});
    const { fetcher } = network({ [ocspUrl]: () => never, [crlUrl]: crl() });
    const result = await ask({ fetcher, fetchLimits: { timeoutMs: 20 } });
    expect(result).toMatchObject({
      status: "good",
      source: "crl",
      reasons: [{ code: "fetch_timed_out", source: "ocsp" }],
    });
  });

  it("is that something else comes", async () => {
    const { fetcher } = network({ [ocspUrl]: Uint8Array.of(1, 2), [crlUrl]: Uint8Array.of(3) });
    expect(codesOf(await ask({ fetcher }))).toEqual(["ocsp_unreadable", "crl_unreadable"]);
  });

  it("is that there are more addresses than requests are allowed", async () => {
    const ocspUrls = [1, 2, 3].map((number) => `http://ocsp${number}.test.example/`);
    const leaf = read(authority.issue({ subject: "Example Signer", ocspUrls }));
    const { requests, fetcher } = network({});
    const result = await ask({ fetcher, fetchLimits: { maxRequests: 2 } }, leaf);
    expect(codesOf(result)).toEqual(["fetch_failed", "fetch_limit_reached"]);
    expect(requests.map(({ url }) => url)).toEqual(ocspUrls.slice(0, 2));
  });

  it.each([
    "ldap://directory.test.example/cn=ca",
    "file:///etc/hosts",
    "http://user:pass@ocsp.test.example/",
    "no address",
  ])("is an address that is not asked: %s", async (address) => {
    const leaf = read(
      authority.issue({ subject: "Example Signer", ocspUrls: [address], crlDistributionPoints: [address] }),
    );
    const { requests, fetcher } = network({});
    expect(codesOf(await ask({ fetcher }, leaf))).toEqual(["no_online_address"]);
    expect(requests).toEqual([]);
  });
});
