import type { DerElement } from "../der/element.ts";
import { sequenceOf } from "../der/values.ts";
import { readGeneralName, urlsOf } from "./general-name.ts";

/** Reads the addresses of a cRLDistributionPoints or freshestCRL extension (RFC 5280, section 4.2.1.13). Throws a {@link DerError}. */
export function readCrlDistributionPoints(value: DerElement): readonly string[] {
  return sequenceOf(value).flatMap((point) => {
    const name = sequenceOf(point).find((member) => member.isContext(0));
    const fullName = name?.children.find((member) => member.isContext(0));
    return urlsOf((fullName?.children ?? []).map(readGeneralName));
  });
}
