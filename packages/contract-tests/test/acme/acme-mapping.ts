import {
  type FinalStatus,
  failure,
  IdvError,
  type IdvResult,
  type IdvVerdict,
  type MappedStatus,
  success,
  type VaultReference,
} from "@idvkit/core";
import { z } from "zod";
import type { Sabotage } from "./sabotage.ts";

const wire = z.looseObject({
  id: z.string(),
  status: z.string(),
  person: z
    .looseObject({ given: z.string(), family: z.string(), born: z.string().nullish(), portrait: z.boolean().nullish() })
    .nullish(),
});

const verdicts: Readonly<Record<string, IdvVerdict>> = {
  accepted: "verified",
  rejected: "rejected",
  fraud: "fraudDetected",
};
const open = ["created", "processing"];

export interface AcmeMapping {
  portrait?: VaultReference | null;
  sabotage?: Sabotage | undefined;
}

/** Acme's check to a status. An unknown status is inconclusive when a person comes with it, else the check goes on. */
export function mapCheck(raw: unknown, { portrait, sabotage }: AcmeMapping = {}): IdvResult<MappedStatus> {
  const parsed = wire.safeParse(raw);
  if (!parsed.success) return unreadable(raw, sabotage);
  const { id: reference, status: rawStatus, person } = parsed.data;
  const known = Object.hasOwn(verdicts, rawStatus) ? verdicts[rawStatus] : undefined;
  const anyway =
    sabotage === "answers verified on an unknown status" && !open.includes(rawStatus) ? "verified" : undefined;
  const guess = person && !open.includes(rawStatus) ? "inconclusive" : undefined;
  const verdict = known ?? anyway ?? guess;
  if (verdict === undefined) return success({ final: false, rawStatus, reference });
  const status: FinalStatus = {
    final: true,
    verdict: verdict === "verified" && !person && !anyway ? "inconclusive" : verdict,
    rawStatus,
    reference,
    contents: [],
    amr: ["face"],
    assurance: { ial: "IAL2" },
    identifiers: [],
    attributes: {},
    warnings: known === undefined ? [{ code: "unknown_status", path: "status" }] : [],
  };
  if (person) addPerson(status, person, { sabotage, ...(portrait !== undefined && { portrait }) });
  return success(status);
}

function addPerson(
  status: FinalStatus,
  person: NonNullable<z.infer<typeof wire>["person"]>,
  mapping: AcmeMapping,
): void {
  const { sabotage, portrait } = mapping;
  const familyName = sabotage === "maps another name" ? person.given : person.family;
  const content = { givenName: person.given, familyName, ...(person.born && { birthDate: person.born }) };
  status.contents.push({ type: "basicIdentity", content });
  if (sabotage === "puts a name into a warning") status.warnings.push({ code: "name", path: person.family });
  if (sabotage === "produces what its profile does not list") {
    status.contents.push({ type: "userReference", content: { subjectId: "subject" } });
  }
  if (portrait) status.contents.push({ type: "extendedIdentity", content: { portrait } });
  if (person.portrait === true && portrait === null && sabotage !== "drops what is missing without a warning") {
    status.warnings.push({ code: "portrait_missing", path: "person.portrait" });
  }
}

function unreadable(raw: unknown, sabotage: Sabotage | undefined): IdvResult<never> {
  const name = JSON.stringify((raw as { person?: unknown } | null)?.person ?? "");
  if (sabotage === "rejects when the answer cannot be read") throw new TypeError("cannot read the answer");
  const message = sabotage === "puts a name into an error message" ? `acme: cannot read ${name}` : "acme: cannot read";
  const error = new IdvError({ code: "invalid_response", message, provider: "acme" });
  if (sabotage === "hides a name in a property of an error") {
    Object.defineProperty(error, "payload", { value: { deep: { down: [name] } }, enumerable: false });
  }
  return failure(error);
}
