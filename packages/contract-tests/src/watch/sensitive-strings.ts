import type { JsonValue } from "@idvkit/core";
import type { Exchange, Scenario } from "../scenario/scenario.ts";

/** A string that must not be seen, and what it is; only the label is ever printed. */
export interface SensitiveString {
  label: string;
  text: string;
  /** A credential or a token: it must not stand in the driver state either. */
  secret: boolean;
}

const identityBlocks = ["basicIdentity", "extendedIdentity", "documentData"];
/** Words of a fixed list and pointers: nobody is known by them. */
const impersonalKeys = ["documentType", "sex", "$ref", "$id"];
const secretKey = /secret|password|token|key/i;
const tokenKey = /token|secret|password|authorization/i;
/** What a provider can do, in names (RFC 8414, section 2): `token_endpoint_auth_methods_supported`. */
const metadataKey = /_supported$/;
const placeOrWord = /^(https?:|\/)|^bearer$/i;
const shortest = 4;

/** Everything in a scenario that no error, log line, span or reply may show. */
export function sensitiveStringsOf(scenario: Scenario): SensitiveString[] {
  return [
    ...personalData(scenario),
    ...scenario.sensitive.map((text, index) => ({ label: `sensitive[${index}]`, text, secret: false })),
    ...underKeys(scenario.options, secretKey, "options", true),
    ...scenario.exchanges.flatMap((exchange, index) => tokensOf(exchange, `exchanges[${index}]`)),
  ].filter(({ text }) => text.length >= shortest);
}

function personalData({ expected }: Scenario): SensitiveString[] {
  if (expected.kind !== "result") return [];
  return expected.result.dataBlocks
    .filter(({ type }) => identityBlocks.includes(type))
    .flatMap(({ type, content }) => textsOf(content, type));
}

function textsOf(value: JsonValue, label: string): SensitiveString[] {
  if (typeof value === "string") return [{ label, text: value, secret: false }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    impersonalKeys.includes(key) ? [] : textsOf(child, `${label}.${key}`),
  );
}

function underKeys(value: JsonValue, wanted: RegExp, label: string, secret: boolean): SensitiveString[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const path = `${label}.${key}`;
    if (metadataKey.test(key)) return [];
    if (!wanted.test(key)) return underKeys(child, wanted, path, secret);
    return textsOf(child, path)
      .filter(({ text }) => !placeOrWord.test(text))
      .map((found) => ({ ...found, secret }));
  });
}

function tokensOf(exchange: Exchange, label: string): SensitiveString[] {
  try {
    const body = JSON.parse(new TextDecoder().decode(exchange.body ?? new Uint8Array())) as JsonValue;
    return underKeys(body, tokenKey, label, true);
  } catch {
    return [];
  }
}
