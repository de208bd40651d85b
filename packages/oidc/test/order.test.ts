import { describe, expect, it } from "vitest";
import { type OidcOptions, presets } from "../src/index.ts";
import { resolveOptions } from "../src/options.ts";
import { orderOf } from "../src/order.ts";
import { workOf } from "./driver-setup.ts";
import { unwrap } from "./relying-party-setup.ts";

const stateKeys = { current: "k1", keys: { k1: new Uint8Array(32).fill(7) } };
const base: OidcOptions = { issuer: "https://op.example", clientId: "rp", clientSecret: "s", stateKeys };

function orderFor(more: Partial<OidcOptions>, issuer = "https://op.example", inputs = {}) {
  const work = workOf();
  return orderOf(resolveOptions({ ...base, ...more }), { ...work, inputs: { ...work.inputs, ...inputs } }, issuer);
}

const levelsOf = (more: Partial<OidcOptions>, issuer?: string) => unwrap(orderFor(more, issuer)).acrLevels;

describe("the levels of a login", () => {
  it("are those of the issuer, by its preset", () => {
    expect(levelsOf({ preset: "tara" }, "https://tara.ria.ee")).toMatchObject({ high: "high" });
    expect(levelsOf({}, "https://tara.ria.ee")).toMatchObject({ high: "high" });
  });

  it("are none for an issuer that the preset does not list, unless the application vouches for it", () => {
    expect(levelsOf({ preset: "tara" })).toBeUndefined();
    expect(levelsOf({ preset: "tara", trustIssuer: true })).toMatchObject({ high: "high" });
    expect(levelsOf({ preset: "tara", trustIssuer: false })).toBeUndefined();
  });

  it("of verified claims are bound in the same way", () => {
    const own = { ...presets.tara, name: "own", title: "Own", assuranceLevels: { gold: "high" as const } };
    const preset = own as NonNullable<OidcOptions["preset"]>;
    expect(unwrap(orderFor({ preset })).assuranceLevels).toBeUndefined();
    expect(unwrap(orderFor({ preset, trustIssuer: true })).assuranceLevels).toEqual({ gold: "high" });
  });

  it("may be the method's own", () => {
    expect(levelsOf({ acrMap: { gold: "high" } })).toEqual({ gold: "high" });
  });

  it("leave out what the provider says without meaning a level, unless the method gives it one", () => {
    const freja = presets.freja?.levels.filter(({ level }) => level === undefined).map(({ acr }) => acr);
    expect(freja).toContain("PLUS");
    expect(unwrap(orderFor({ preset: "freja" })).acrWithoutLevel).toEqual(freja);
    const mapped = unwrap(orderFor({ preset: "freja", acrMap: { PLUS: "substantial" } }));
    expect(mapped.acrWithoutLevel).not.toContain("PLUS");
    expect(mapped.acrLevels).toMatchObject({ PLUS: "substantial" });
  });
});

describe("whom a login must be of", () => {
  const bound = (boundTo: string): Partial<OidcOptions> => ({ subjectBinding: { boundTo } });

  it.each([
    ["subject.subjectId", { subject: { subjectId: "person-1" } }],
    ["subject.loginHint", { subject: { loginHint: "person-1" } }],
    ["attributes.customer", { attributes: { customer: "person-1" } }],
    ["attributes.customer.id", { attributes: { "customer.id": "person-1" } }],
  ])("is said by %s", (boundTo, inputs) => {
    expect(unwrap(orderFor(bound(boundTo), undefined, inputs)).subjectBinding).toEqual({
      sourceAttribute: "sub",
      expected: "person-1",
    });
  });

  it.each([
    ["subject.subjectId", {}],
    ["subject.subjectId", { subject: { subjectId: "" } }],
    ["attributes.customer", { attributes: { customer: 5 } }],
    ["attributes.constructor", {}],
    ["attributes.toString", {}],
  ])("has to be known: nothing at %s binds nobody", (boundTo, inputs) => {
    expect(orderFor(bound(boundTo), undefined, inputs)).toMatchObject({
      ok: false,
      error: { code: "invalid_input", message: `inputs.${boundTo}: needed to bind the login` },
    });
  });

  it("is anybody without a binding", () => {
    expect(unwrap(orderFor({}))).not.toHaveProperty("subjectBinding");
  });
});

describe("what was asked for", () => {
  it("is handed to the mapper with the provider's own words", () => {
    const order = unwrap(
      orderFor({ preset: "signicat", acrValues: ["high"], outputs: ["verification"], requiredLevel: "high" }),
    );
    expect(order).toMatchObject({
      provider: "signicat",
      acrValues: ["high"],
      outputs: ["verification"],
      requiredLevel: "high",
    });
    expect(order.jsonClaims).toEqual(presets.signicat?.jsonClaims);
  });

  it("adds the identifiers that the provider is known for to the mappings of the caller", () => {
    const mapping = { sourceAttribute: "email", targetAttribute: "contact.email" };
    const order = unwrap(orderFor({ preset: "id-porten", attributeMappings: [mapping] }));
    const [claim] = presets["id-porten"]?.identifiers ?? [];
    expect(claim).toBeDefined();
    expect(order.attributeMappings).toEqual([
      mapping,
      ...(presets["id-porten"]?.identifiers ?? []).map((known) => ({
        sourceAttribute: known.claim,
        targetAttribute: known.claim,
        identifierType: known.type,
      })),
    ]);
  });

  it("says where verified claims are asked for to nobody but the request", () => {
    const requirement = { trustFrameworks: ["eidas"], claims: ["given_name"] };
    expect(unwrap(orderFor({ verifiedClaims: { ...requirement, in: "userInfo" } })).verifiedClaims).toEqual(
      requirement,
    );
  });
});

describe("a class of login that the claims parameter asks for", () => {
  it.each([
    [{ value: "urn:high" }, ["urn:high"]],
    [{ essential: true, values: ["urn:high", "urn:highest"] }, ["urn:high", "urn:highest"]],
    [null, []],
    [{ essential: true }, []],
  ])("is asked for, as by acrValues: %j", (acr, expected) => {
    expect(unwrap(orderFor({ claims: { id_token: { acr } } })).acrValues).toEqual(expected);
    expect(unwrap(orderFor({ acrValues: ["loa3"], claims: { id_token: { acr } } })).acrValues).toEqual([
      "loa3",
      ...expected,
    ]);
  });
});
