/**
 * What a value is. The first group is replaced by stand-ins; the second is left as it is when it looks as it should,
 * and refused (or taken for the stricter kind beside it) when it does not.
 */
export const valueKinds = [
  "secret",
  "assertion",
  "uuid",
  "email",
  "ip",
  "date",
  "phone",
  "number",
  "identifier",
  "mrz",
  "name",
  "text",
  "url",
  "code",
  "region",
  "country",
  "time",
  "word",
] as const;

/**
 * | kind | value | stand-in |
 * |---|---|---|
 * | secret | token, password, key | opaque text of the same length |
 * | assertion | token that the client reads | as secret; a JWT is refused |
 * | uuid, email, ip | | a UUID, an address at example.com, a documentation address |
 * | date | calendar date, with or without a time | another date in the same form |
 * | phone, number | phone, document, personal, account number | same length and classes of characters |
 * | identifier | reference at the provider | the same, a prefix like `chk_` stays |
 * | mrz | machine-readable zone, a line or all | fields replaced, check digits anew |
 * | name, text | names; addresses and places | made-up words of the same length, script and case |
 * | url | | host, path and query cleaned one by one |
 * | code | error code, or authorization code | a plain word stays, anything else is a secret |
 * | region | state or province | an abbreviation stays, anything else is text |
 * | country, time, word | country, instant of the traffic, word of a fixed list | stays |
 */
export type ValueKind = (typeof valueKinds)[number];
