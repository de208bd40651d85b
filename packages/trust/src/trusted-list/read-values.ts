import { type Certificate, parseCertificate } from "../certificate/certificate.ts";
import { TrustedListError } from "./list-error.ts";
import type { TrustedListFinding } from "./trusted-list.ts";
import { childOf, childrenOf, type XmlElement } from "./xml-tree.ts";

const dateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;
const wholeNumber = /^\d{1,9}$/;
const englishFirst = ["en", "EN"];

/** The text of a required child. Each function here throws a {@link TrustedListError} for what is missing or malformed. */
export function requiredText(parent: XmlElement | undefined, name: string): string {
  const text = childOf(parent, name)?.text ?? "";
  if (text === "") throw new TrustedListError("list_structure", name);
  return text;
}

export function requiredNumber(parent: XmlElement | undefined, name: string): number {
  const text = requiredText(parent, name);
  if (!wholeNumber.test(text)) throw new TrustedListError("list_structure", name);
  return Number(text);
}

/** An xsd:dateTime with a time zone. */
export function requiredDate(parent: XmlElement | undefined, name: string): Date {
  const text = requiredText(parent, name);
  const date = new Date(text);
  if (!dateTime.test(text) || Number.isNaN(date.getTime())) throw new TrustedListError("list_structure", name);
  return date;
}

/** A text in several languages: the English one, or the first. */
export function nameIn(parent: XmlElement | undefined): string {
  const names = childrenOf(parent, "Name");
  const english = names.find(({ attributes }) => englishFirst.includes(attributes.get("lang") ?? ""));
  return (english ?? names[0])?.text ?? "";
}

/** The certificates of digital identities. One that cannot be read is left out and noted. */
export function certificatesIn(identities: readonly XmlElement[], findings: TrustedListFinding[]): Certificate[] {
  const certificates: Certificate[] = [];
  for (const element of digitalIds(identities, "X509Certificate")) {
    const certificate = parseCertificate(Buffer.from(element.text, "base64"));
    if (certificate.ok) certificates.push(certificate.value);
    else findings.push({ code: "certificate_unreadable", element: "X509Certificate" });
  }
  return certificates;
}

export function digitalIds(identities: readonly XmlElement[], name: string): readonly XmlElement[] {
  return identities.flatMap((identity) => childrenOf(identity, "DigitalId")).flatMap((id) => childrenOf(id, name));
}
