import {
  type DataBlockContents,
  type DataBlockType,
  type FinalStatus,
  type JsonObject,
  type MappingContext,
  toNodeResult,
  type VerificationMethod,
} from "@idvkit/core";
import { mapClaims } from "../src/mapping/map-claims.ts";
import type { OidcOrder } from "../src/mapping/order.ts";

export const now = new Date("2026-01-15T10:00:00.000Z");

/** 2026-01-15T09:59:30Z, half a minute before `now`. */
export const authTime = 1_768_471_170;

export const artifact = { $ref: "vault" as const, $id: "5e8de376-caa3-40a8-a998-8627a7d4d001" };

/** The claims of an ID token of a synthetic person. */
export function idTokenOf(more: JsonObject = {}): JsonObject {
  return {
    iss: "https://op.example",
    sub: "subject-1",
    aud: "client-1",
    given_name: "Erika",
    family_name: "Muster",
    ...more,
  };
}

/** Verified claims as the final specification writes them, with changes to the verification and to the claims. */
export function verifiedClaimsOf(verification: JsonObject = {}, claims: JsonObject = {}): JsonObject {
  return {
    verification: { trust_framework: "de_aml", time: "2026-01-10T05:32Z", ...verification },
    claims: { given_name: "Erika Maria", family_name: "Mustermann", ...claims },
  };
}

/** Evidence of type `document`: an identity card, looked at in person. */
export function documentEvidence(more: JsonObject = {}): JsonObject {
  return {
    type: "document",
    check_details: [{ check_method: "vpip", check_id: "check-1", organization: "Example Bank" }],
    document_details: {
      type: "idcard",
      document_number: "T22000129",
      date_of_issuance: "2020-03-23",
      date_of_expiry: "2030-03-22",
      issuer: { name: "Stadt Augsburg", country: "Germany", country_code: "DEU" },
    },
    ...more,
  };
}

export function orderOf(more: Partial<OidcOrder> = {}): OidcOrder {
  return {
    provider: "example",
    issuer: "https://op.example",
    clientId: "client-1",
    acrValues: [],
    maxAssurance: { eidas: "high" },
    attributeMappings: [],
    userInfoAttributeMappings: [],
    requiredAttributes: [],
    ...more,
  };
}

export function contextOf(
  order: Partial<OidcOrder> = {},
  artifacts?: MappingContext<OidcOrder>["artifacts"],
): MappingContext<OidcOrder> {
  return { now, order: orderOf(order), ...(artifacts !== undefined && { artifacts }) };
}

/** The final status of an answer. */
export function mapFinal(raw: unknown, context = contextOf()): FinalStatus {
  const mapped = mapClaims(raw, context);
  if (!mapped.ok) throw mapped.error;
  if (!mapped.value.final) throw new Error("not final");
  return mapped.value;
}

/** The final status of an ID token and, when given, of userinfo about the same subject. */
export function mapLogin(idToken: JsonObject, order: Partial<OidcOrder> = {}, userInfo?: JsonObject): FinalStatus {
  const answer = {
    idToken: idTokenOf(idToken),
    ...(userInfo !== undefined && { userInfo: { sub: "subject-1", ...userInfo } }),
  };
  return mapFinal(answer, contextOf(order));
}

/** The same of an ID token without any name. */
export function mapNameless(idToken: JsonObject, order: Partial<OidcOrder> = {}, userInfo?: JsonObject): FinalStatus {
  return mapLogin({ given_name: null, family_name: null, ...idToken }, order, userInfo);
}

/** The content of the first block of a type. */
export function contentOf<T extends DataBlockType>(status: FinalStatus, type: T): DataBlockContents[T] | undefined {
  return status.contents.find((content) => content.type === type)?.content as DataBlockContents[T] | undefined;
}

/** The first method of a type in the Verification. */
export function methodOf<T extends VerificationMethod["type"]>(status: FinalStatus, type: T) {
  const methods = contentOf(status, "verification")?.methods ?? [];
  return methods.find((method): method is Extract<VerificationMethod, { type: T }> => method.type === type);
}

/** Warnings as `code path`. */
export function warningsOf(status: FinalStatus): string[] {
  return status.warnings.map(({ code, path }) => `${code} ${path}`);
}

/** Whether core takes the contents. */
export function isValid(status: FinalStatus): boolean {
  return toNodeResult(status, {
    executionId: "execution",
    nodeId: "node",
    attempt: 0,
    now,
    provider: "oidc",
    methodType: "oidc",
    maxAssurance: { eidas: "high" },
    sessionBinding: "bound",
  }).ok;
}
