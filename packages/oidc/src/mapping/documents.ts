import type { DocumentData, TypedContent, VerificationTechnique } from "@idvkit/core";
import { verificationTechniques } from "@idvkit/core";
import { checkMethods } from "./check-methods.ts";
import { asObject, own, readText } from "./claim-value.ts";
import { documentTypeNames } from "./document-types.ts";
import { evidenceTypes } from "./evidence-types.ts";
import { readDay, readTime } from "./times.ts";
import { checkDetailsOf, type Evidence, type VerifiedEntry } from "./verified-entry.ts";
import type { Warn } from "./warnings.ts";

/** The evidence of one kind, of all verified claims that count. */
export function evidenceOfKind(
  entries: readonly VerifiedEntry[],
  kind: (typeof evidenceTypes)[string]["kind"],
): Evidence[] {
  return entries.flatMap(({ evidence }) => evidence.filter(({ type }) => own(evidenceTypes, type)?.kind === kind));
}

/** What each document says about itself. A document whose type core does not know has no DocumentData. */
export function mapDocuments(documents: readonly Evidence[], warn: Warn): TypedContent[] {
  return documents.flatMap((document) => {
    const content = documentData(document, warn);
    return content === undefined ? [] : [{ type: "documentData" as const, content }];
  });
}

/** The techniques that the documents were checked with, in core's order. What a provider lists as a check has passed. */
export function checksOf(documents: readonly Evidence[], warn: Warn) {
  const applied = new Set(documents.flatMap((document) => techniquesOf(document, warn)));
  return verificationTechniques
    .filter((technique) => applied.has(technique))
    .map((technique) => ({ technique, outcome: "passed" as const }));
}

function documentData({ members, path }: Evidence, warn: Warn): DocumentData | undefined {
  const member = own(members, "document_details") === undefined ? "document" : "document_details";
  const details = asObject(own(members, member));
  if (details === undefined) return undefined;
  const documentType = own(documentTypeNames, readText(own(details, "type")) ?? "");
  if (documentType === undefined) {
    warn("unknown_value", `${path}.${member}.type`);
    return undefined;
  }
  const issuer = asObject(own(details, "issuer"));
  // Drafts had `number`, and the country of the issuer as `country`.
  const documentNumber = readText(own(details, "document_number")) ?? readText(own(details, "number"));
  const issuingCountry = readText(own(issuer, "country_code")) ?? readText(own(issuer, "country"));
  const issuingAuthority = readText(own(issuer, "name"));
  const readDate = (name: string): string | undefined => {
    const value = own(details, name);
    const date = readDay(value) ?? readTime(value);
    if (date === undefined && readText(value) !== undefined) warn("unreadable_value", `${path}.${member}.${name}`);
    return date;
  };
  const expiryDate = readDate("date_of_expiry");
  const issuanceDate = readDate("date_of_issuance");
  return {
    documentType,
    ...(documentNumber !== undefined && { documentNumber }),
    ...(expiryDate !== undefined && { expiryDate }),
    ...(issuanceDate !== undefined && { issuanceDate }),
    ...(issuingCountry !== undefined && { issuingCountry }),
    ...(issuingAuthority !== undefined && { issuingAuthority }),
  };
}

function techniquesOf(evidence: Evidence, warn: Warn): readonly VerificationTechnique[] {
  return checkWords(evidence).flatMap(({ word, path }) => {
    const techniques = own(checkMethods, word);
    if (techniques === undefined) warn("unknown_value", path);
    return techniques ?? [];
  });
}

/** The check methods; drafts had one for the whole evidence, or one to validate it and one to verify the person. */
function checkWords(evidence: Evidence): { word: string; path: string }[] {
  const { members, path } = evidence;
  const words: [unknown, string][] = [
    ...checkDetailsOf(evidence).map((check, index): [unknown, string] => [
      own(check, "check_method"),
      `check_details[${index}].check_method`,
    ]),
    [own(members, "method"), "method"],
    [own(asObject(own(members, "validation_method")), "type"), "validation_method.type"],
    [own(asObject(own(members, "verification_method")), "type"), "verification_method.type"],
  ];
  return words.flatMap(([value, below]) => {
    const word = readText(value);
    return word === undefined ? [] : [{ word, path: `${path}.${below}` }];
  });
}
