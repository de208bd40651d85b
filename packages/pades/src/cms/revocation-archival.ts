import { type DerElement, explicitOf, sequenceOf } from "@idvkit/trust";

/** Revocation data inside a signature, each as it stands. */
export interface RevocationArchival {
  crls: readonly Uint8Array[];
  ocspResponses: readonly Uint8Array[];
}

/** adbe-revocationInfoArchival (ISO 32000-2, section 12.8.3.3.2). Throws a `DerError`. */
export function readRevocationArchival(value: DerElement): RevocationArchival {
  const lists = sequenceOf(value);
  const rawOf = (tagNumber: number) => {
    const list = lists.find((element) => element.isContext(tagNumber));
    return list === undefined ? [] : sequenceOf(explicitOf(list)).map(({ raw }) => raw);
  };
  return { crls: rawOf(0), ocspResponses: rawOf(1) };
}
