import { DerError } from "../der/der-error.ts";
import { type DerElement, readDer } from "../der/element.ts";
import { booleanOf, octetStringOf, oidOf, sequenceOf, tags } from "../der/values.ts";

/** One extension of a certificate, a CRL or an OCSP response. */
export interface CertificateExtension {
  oid: string;
  critical: boolean;
  /** What is inside the OCTET STRING. */
  value: Uint8Array;
}

/** Reads an Extensions list (RFC 5280, section 4.1.2.9). Throws a {@link DerError}. */
export function readExtensions(element: DerElement | undefined): readonly CertificateExtension[] {
  return sequenceOf(element).map((extension) => {
    const [type, ...rest] = sequenceOf(extension);
    const [critical, value] = rest[0]?.isUniversal(tags.boolean) === true ? rest : [undefined, rest[0]];
    return {
      oid: oidOf(type),
      critical: critical !== undefined && booleanOf(critical),
      value: octetStringOf(value),
    };
  });
}

/** Reads the values of extensions and remembers those that cannot be read, instead of giving the certificate up. */
export class ExtensionReader {
  readonly #extensions: readonly CertificateExtension[];
  readonly #unreadable = new Set<string>();

  constructor(extensions: readonly CertificateExtension[]) {
    this.#extensions = extensions;
  }

  /** The oids of the extensions whose value could not be read so far. */
  get unreadable(): readonly string[] {
    return [...this.#unreadable];
  }

  /** The oids that come more than once. */
  get repeated(): readonly string[] {
    const oids = this.#extensions.map(({ oid }) => oid);
    return [...new Set(oids.filter((oid, index) => oids.indexOf(oid) !== index))];
  }

  /** The value of the first extension of that oid, or undefined when there is none or it cannot be read. */
  read<T>(oid: string, readValue: (value: DerElement) => T): T | undefined {
    const extension = this.#extensions.find((candidate) => candidate.oid === oid);
    if (extension === undefined) return undefined;
    try {
      return readValue(readDer(extension.value, { allowBer: true }));
    } catch (error) {
      if (!(error instanceof DerError)) throw error;
      this.#unreadable.add(oid);
      return undefined;
    }
  }
}
