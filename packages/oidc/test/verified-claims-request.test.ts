import { describe, expect, it } from "vitest";
import { createOidcDriver } from "../src/index.ts";
import { presets } from "../src/presets/index.ts";
import { claimsParameter, verifiedClaimsRequest } from "../src/relying-party/verified-claims-request.ts";
import { contextOf, redirectUrlOf, workOf } from "./driver-setup.ts";
import { loginTime, partyOptions, redirectUri, startProvider, unwrap } from "./relying-party-setup.ts";

const requirement = { trustFrameworks: ["de_aml"] };

describe("the request of verified claims", () => {
  it("asks in the ID token for the claims that must be there, under the one framework that counts", () => {
    expect(verifiedClaimsRequest({ ...requirement, claims: ["given_name", "birthdate"] })).toEqual({
      id_token: {
        verified_claims: {
          verification: { trust_framework: { value: "de_aml" } },
          claims: { given_name: null, birthdate: null },
        },
      },
    });
  });

  it("asks in userinfo where that is said", () => {
    expect(Object.keys(verifiedClaimsRequest(requirement, "userInfo"))).toEqual(["userinfo"]);
  });

  it("asks for a whole claim whose part is required, and for the core of an identity when nothing is", () => {
    expect(
      claimsOf(verifiedClaimsRequest({ ...requirement, claims: ["address.country", "address.locality"] })),
    ).toEqual({
      address: null,
    });
    for (const claims of [[], undefined]) {
      expect(claimsOf(verifiedClaimsRequest({ ...requirement, ...(claims && { claims }) }))).toEqual({
        given_name: null,
        family_name: null,
        birthdate: null,
      });
    }
  });

  it("names every accepted framework, level and evidence type, and the age that the verification may have", () => {
    const request = verifiedClaimsRequest({
      trustFrameworks: ["de_aml", "eidas"],
      assuranceLevels: ["substantial", "high"],
      evidenceTypes: ["document", "vouch"],
      maxAgeSeconds: 3600,
    });
    expect(request).toMatchObject({
      id_token: {
        verified_claims: {
          verification: {
            trust_framework: { values: ["de_aml", "eidas"] },
            assurance_level: { values: ["substantial", "high"] },
            time: { max_age: 3600 },
            evidence: [{ type: { value: "document" } }, { type: { value: "vouch" } }],
          },
        },
      },
    });
  });
});

describe("the claims parameter", () => {
  const own = { userinfo: { email: null } };

  it("is the caller's own, as it is", () => {
    expect(claimsParameter({ claims: own, preset: { claims: { id_token: {} } }, verifiedClaims: requirement })).toBe(
      own,
    );
  });

  it("is that of the preset, when the caller has none", () => {
    expect(claimsParameter({ preset: { claims: own } })).toBe(own);
    expect(claimsParameter({})).toBeUndefined();
    expect(claimsParameter({ preset: {} })).toBeUndefined();
  });

  it("is made from the requirement, when nobody says anything", () => {
    expect(claimsParameter({ verifiedClaims: requirement })).toEqual(verifiedClaimsRequest(requirement));
    expect(claimsParameter({ verifiedClaims: { ...requirement, in: "userInfo" } })).toEqual(
      verifiedClaimsRequest(requirement, "userInfo"),
    );
  });

  it("keeps what the preset asks for beside the verified claims", () => {
    const claims = { id_token: { amr: { essential: true } }, userinfo: { email: null } };
    expect(claimsParameter({ preset: { claims }, verifiedClaims: requirement })).toEqual({
      id_token: { amr: { essential: true }, ...(verifiedClaimsRequest(requirement).id_token as object) },
      userinfo: { email: null },
    });
  });

  it.each(["okta-idv", "didit"])("of %s asks in its own words, whatever is required", (name) => {
    const claims = presets[name]?.claims ?? {};
    expect(claims).toHaveProperty("id_token");
    expect(claimsParameter({ preset: { claims }, verifiedClaims: requirement })).toBe(claims);
  });
});

describe("a driver that needs verified claims", () => {
  const verifiedClaims = {
    verification: { trust_framework: "de_aml", time: "2026-11-20T10:00:00Z", evidence: [{ type: "vouch" }] },
    claims: { given_name: "Erika", family_name: "Mustermann", birthdate: "1984-01-26" },
  };

  it.each(["idToken", "userInfo"] as const)("asks for them by itself, in %s", async (place) => {
    const { issuer, simulator } = await startProvider({ person: { verifiedClaims } });
    const driver = createOidcDriver({
      ...partyOptions(issuer),
      redirectUri,
      stateKeys: { current: "k1", keys: { k1: new Uint8Array(32).fill(7) } },
      verifiedClaims: { ...requirement, in: place },
    });
    const context = contextOf({ now: () => loginTime });
    const dispatched = await driver.dispatch(workOf(), context);
    const { body = "", ...request } = await simulator.login(redirectUrlOf(dispatched));
    const { driverState } = unwrap(dispatched);
    const back = { ...request, body: new TextEncoder().encode(body) };
    expect(await driver.callback({ ...workOf(), driverState, request: back }, context)).toMatchObject({
      ok: true,
      value: { kind: "completed", result: { verdict: "verified" } },
    });
  });
});

function claimsOf(request: object): unknown {
  return (request as { id_token: { verified_claims: { claims: unknown } } }).id_token.verified_claims.claims;
}
