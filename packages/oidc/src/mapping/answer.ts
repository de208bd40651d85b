import type { JsonObject } from "@idvkit/core";
import { asObject, isJson, own, readText } from "./claim-value.ts";
import type { OidcAnswer, OidcOrder } from "./order.ts";
import type { Warn } from "./warnings.ts";

/** Claims that are taken as the ID token has them: no other place and no other form counts. */
export const idTokenClaims: readonly string[] = ["iss", "acr", "amr", "auth_time"];

/** The answer, or the path and the problem when it is none. */
export type AnswerReading = { answer: OidcAnswer } | { wrong: string };

/** Checks the shape of an answer: JSON, a subject, and the same subject in both places. */
export function readAnswer(raw: unknown): AnswerReading {
  const answer = asObject(raw);
  if (answer === undefined) return { wrong: "answer: expected an object" };
  const idToken = claimsOf(own(answer, "idToken"));
  if (idToken === undefined) return { wrong: "idToken: expected claims" };
  const subject = readText(own(idToken, "sub"));
  if (subject === undefined) return { wrong: "idToken.sub: expected a text" };
  const given: unknown = own(answer, "userInfo");
  if (given === undefined) return { answer: { idToken } };
  const userInfo = claimsOf(given);
  if (userInfo === undefined) return { wrong: "userInfo: expected claims" };
  if (own(userInfo, "sub") !== subject) return { wrong: "userInfo.sub: another subject" };
  return { answer: { idToken, userInfo } };
}

/** Puts the value in the place of each claim that is JSON inside a string. */
export function unwrapJsonClaims(answer: OidcAnswer, { jsonClaims = [] }: OidcOrder, warn: Warn): OidcAnswer {
  const names = jsonClaims.filter((name) => name !== "sub" && !idTokenClaims.includes(name));
  if (names.length === 0) return answer;
  const { idToken, userInfo } = answer;
  return {
    idToken: unwrap(idToken, "idToken", names, warn),
    ...(userInfo !== undefined && { userInfo: unwrap(userInfo, "userInfo", names, warn) }),
  };
}

function unwrap(claims: JsonObject, place: string, names: readonly string[], warn: Warn): JsonObject {
  const entries = Object.entries(claims).flatMap(([name, value]): [string, (typeof claims)[string]][] => {
    const text = names.includes(name) ? readText(value) : undefined;
    if (text === undefined) return [[name, value]];
    const parsed = parseJson(text);
    if (isJson(parsed)) return [[name, parsed]];
    warn("unreadable_value", `${place}.${name}`);
    return [];
  });
  return Object.fromEntries(entries);
}

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function claimsOf(value: unknown): JsonObject | undefined {
  return isJson(value) ? asObject(value) : undefined;
}
