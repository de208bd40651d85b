import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { presets } from "../src/presets/index.ts";
import { isIssuerPattern, matchesIssuer } from "../src/presets/issuer-pattern.ts";

const patterns = Object.values(presets).flatMap(({ issuers, issuersWhenNamed }) => [
  ...issuers,
  ...(issuersWhenNamed ?? []),
]);
const pattern = fc.constantFrom(...patterns);
const label = fc.stringMatching(/^[a-z][a-z0-9]{0,12}$/);
const filled = fc.tuple(pattern, label).map(([text, word]) => [text, text.replaceAll("*", word)] as const);

describe("an issuer pattern", () => {
  it.each([
    ["https://idporten.no", "https://idporten.no"],
    ["https://idporten.no/", "https://idporten.no"],
    ["https://idporten.no", "https://idporten.no/"],
    ["https://IDporten.NO", "https://idporten.no"],
    ["HTTPS://idporten.no", "https://idporten.no"],
    ["https://acme.app.signicat.com/auth/open", "https://*.app.signicat.com/auth/open"],
    ["https://acme.okta.com/oauth2/aus1", "https://*.okta.com/oauth2/*"],
    [
      "https://login.microsoftonline.com/9122040d-6c67-4c5b-b112-36a304b66dad/v2.0",
      "https://login.microsoftonline.com/*/v2.0",
    ],
  ])("matches %s with %s", (issuer, text) => {
    expect(matchesIssuer(issuer, text)).toBe(true);
  });

  it.each([
    ["http://idporten.no", "https://idporten.no"],
    ["https://idporten.no.evil.example", "https://idporten.no"],
    ["https://evil.example/idporten.no", "https://idporten.no"],
    ["https://evil.example/https://idporten.no", "https://idporten.no"],
    ["https://evilidporten.no", "https://idporten.no"],
    ["https://idporten.no@evil.example", "https://idporten.no"],
    ["https://evil.example#@idporten.no", "https://idporten.no"],
    ["https://evil.example\\@idporten.no", "https://idporten.no"],
    ["https://idporten.no:8443", "https://idporten.no"],
    ["https://idporten.no:443", "https://idporten.no"],
    ["https://user@idporten.no", "https://idporten.no"],
    ["https://idporten.no.", "https://idporten.no"],
    ["https://idporten.no//", "https://idporten.no"],
    ["https://idporten.no/x", "https://idporten.no"],
    ["https://idporten.no?x=1", "https://idporten.no"],
    ["https://idporten.no#x", "https://idporten.no"],
    [" https://idporten.no", "https://idporten.no"],
    ["https://idporten.no\n", "https://idporten.no"],
    ["https://idporten%2Eno", "https://idporten.no"],
    ["https://ıdporten.no", "https://idporten.no"],
    ["https://idporten。no", "https://idporten.no"],
    ["https://xn--dporten-q9a.no", "https://idporten.no"],
    ["https:idporten.no", "https://idporten.no"],
    ["https:///idporten.no", "https://idporten.no"],
    ["", "https://idporten.no"],
    ["https://a.b.app.signicat.com/auth/open", "https://*.app.signicat.com/auth/open"],
    ["https://app.signicat.com/auth/open", "https://*.app.signicat.com/auth/open"],
    ["https://.app.signicat.com/auth/open", "https://*.app.signicat.com/auth/open"],
    ["https://evil.example/.app.signicat.com/auth/open", "https://*.app.signicat.com/auth/open"],
    ["https://*.app.signicat.com/auth/open", "https://*.app.signicat.com/auth/open"],
    ["https://xn--80ak6aa92e.app.signicat.com/auth/open", "https://*.app.signicat.com/auth/open"],
    ["https://acme.app.signicat.com/auth/Open", "https://*.app.signicat.com/auth/open"],
    ["https://acme.app.signicat.com/auth%2Fopen", "https://*.app.signicat.com/auth/open"],
    ["https://acme.app.signicat.com/x/../auth/open", "https://*.app.signicat.com/auth/open"],
    ["https://acme.okta.com/oauth2/../x", "https://*.okta.com/oauth2/*"],
    ["https://acme.okta.com/oauth2/..", "https://*.okta.com/oauth2/*"],
    ["https://acme.okta.com/oauth2/a/b", "https://*.okta.com/oauth2/*"],
    ["https://acme.okta.com/oauth2/", "https://*.okta.com/oauth2/*"],
    ["https://acme.okta.com/oauth2/%2e%2e", "https://*.okta.com/oauth2/*"],
  ])("does not match %j with %s", (issuer, text) => {
    expect(matchesIssuer(issuer, text)).toBe(false);
  });

  it.each([
    "https://*.com",
    "https://*",
    "https://*.*",
    "https://example.*",
    "http://a.example",
    "https://a*.b.example",
    "https://a.example/*x",
    "https://localhost",
    "a.example",
  ])("%s is none, and matches nothing", (text) => {
    expect(isIssuerPattern(text)).toBe(false);
    expect(matchesIssuer(text.replaceAll("*", "a"), text)).toBe(false);
  });
});

describe("every pattern of the presets", () => {
  it("matches what it was made for", () => {
    fc.assert(fc.property(filled, ([text, issuer]) => matchesIssuer(issuer, text)));
  });

  it("never matches a host of somebody else", () => {
    const foreign = fc.tuple(filled, label).chain(([[text, issuer], word]) => {
      const rest = issuer.slice("https://".length);
      const [host = "", ...path] = rest.split("/");
      const tail = path.map((segment) => `/${segment}`).join("");
      return fc
        .constantFrom(
          `https://${host}.${word}.example${tail}`,
          `https://${word}.example/${rest}`,
          `https://${word}.example/${tail}`,
          `https://${host.replace(/[^.]+\.[^.]+$/, (domain) => word + domain)}${tail}`,
          `https://${word}.${word}.${host}${tail}`,
          `https://${host}@${word}.example${tail}`,
          `https://${word}.example#${rest}`,
          `https://${word}.example?${rest}`,
          `https://xn--${host}${tail}`,
          `https://${host}:8443${tail}`,
          `https://${host}%00.${word}.example${tail}`,
          `https://${host}%2e${word}.example${tail}`,
          `https://${host}${tail}/${word}/${word}`,
          `https://${host}\\.${word}.example${tail}`,
          `http://${rest}`,
        )
        .map((attack) => [text, attack] as const);
    });
    fc.assert(
      fc.property(foreign, ([text, attack]) => !matchesIssuer(attack, text)),
      { numRuns: 2_000 },
    );
  });

  it("agrees with the URL parser about the host, whatever the text is", () => {
    const piece = fc.constantFrom(
      "https://",
      "idporten.no",
      "evil.example",
      "/",
      "@",
      ":",
      ".",
      "#",
      "?",
      "\\",
      "%2e",
      "\t",
      "é",
      "*",
      "a",
    );
    const soup = fc.array(piece, { maxLength: 7 }).map((pieces) => `https://${pieces.join("")}`);
    fc.assert(
      fc.property(fc.oneof(soup, fc.webUrl()), (issuer) => {
        if (!matchesIssuer(issuer, "https://idporten.no")) return true;
        const { host, pathname, search, hash, username } = new URL(issuer);
        return host === "idporten.no" && pathname === "/" && search + hash + username === "";
      }),
      { numRuns: 2_000 },
    );
  });
});
