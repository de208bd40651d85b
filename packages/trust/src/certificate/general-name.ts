import type { DerElement } from "../der/element.ts";
import { explicitOf, sequenceOf } from "../der/values.ts";
import { type DistinguishedName, readDistinguishedName } from "./distinguished-name.ts";

/** A name of one of the forms of RFC 5280, section 4.2.1.6; `other` for forms that are not looked into. */
export type GeneralName =
  | { form: "rfc822Name" | "dNSName" | "uniformResourceIdentifier"; value: string }
  | { form: "directoryName"; name: DistinguishedName }
  | { form: "iPAddress"; bytes: Uint8Array }
  | { form: "other"; tagNumber: number };

const textForms = { 1: "rfc822Name", 2: "dNSName", 6: "uniformResourceIdentifier" } as const;

/** Reads a GeneralName. Throws a {@link DerError}. */
export function readGeneralName(element: DerElement): GeneralName {
  const { tagNumber } = element;
  if (element.isContext(4)) return { form: "directoryName", name: readDistinguishedName(explicitOf(element)) };
  if (element.isContext(7)) return { form: "iPAddress", bytes: element.content };
  if (element.isContext(1) || element.isContext(2) || element.isContext(6)) {
    const form = textForms[tagNumber as keyof typeof textForms];
    return { form, value: Buffer.from(element.content).toString("latin1") };
  }
  return { form: "other", tagNumber };
}

/** Reads a GeneralNames list, such as the value of the subjectAltName extension. Throws a {@link DerError}. */
export function readGeneralNames(value: DerElement): readonly GeneralName[] {
  return sequenceOf(value).map(readGeneralName);
}

/** The addresses among the names. */
export function urlsOf(names: readonly GeneralName[]): readonly string[] {
  return names.flatMap((name) => (name.form === "uniformResourceIdentifier" ? [name.value] : []));
}
