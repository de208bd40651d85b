import { type Certificate, readCertificate } from "@idvkit/trust";
import { readable } from "../cms/attributes.ts";
import { itemsOf } from "../reader/dictionary-values.ts";
import type { RevisionView } from "../reader/document.ts";
import type { PdfObject } from "../reader/object.ts";
import { PdfError } from "../reader/pdf-error.ts";

/** What a document carries for its own verification (ISO 32000-2, section 12.8.4.3; EN 319 142-1, section 5.4). */
export interface SecurityStore {
  certificates: readonly Certificate[];
  crls: readonly Uint8Array[];
  ocspResponses: readonly Uint8Array[];
}

/** A store of a hostile file is not read further than this. */
const mostEntries = 1_000;

const stores = new WeakMap<RevisionView, SecurityStore>();
const certificates = new WeakMap<Uint8Array, Certificate[]>();

/** The document security store as one revision has it; what cannot be read is left out. Read once, however often it is asked for. */
export function readSecurityStore(view: RevisionView): SecurityStore {
  const store = stores.get(view) ?? read(view);
  stores.set(view, store);
  return store;
}

function read(view: RevisionView): SecurityStore {
  const store = view.lookup(view.root, "DSS");
  const dictionary = store.kind === "dictionary" ? store : undefined;
  const streams = (key: string) =>
    itemsOf(view.lookup(dictionary, key))
      .slice(0, mostEntries)
      .flatMap((item) => decoded(view, item));
  return {
    certificates: streams("Certs").flatMap(certificateIn),
    crls: streams("CRLs"),
    ocspResponses: streams("OCSPs"),
  };
}

/** Most streams are the same in all revisions, and a stream is decoded once. */
function certificateIn(bytes: Uint8Array): Certificate[] {
  const known = certificates.get(bytes);
  if (known !== undefined) return known;
  const certificate = readable(() => readCertificate(bytes));
  const found = certificate === undefined ? [] : [certificate];
  certificates.set(bytes, found);
  return found;
}

function decoded(view: RevisionView, item: PdfObject): Uint8Array[] {
  const stream = view.resolve(item);
  if (stream.kind !== "stream") return [];
  try {
    return [view.decode(stream)];
  } catch (error) {
    if (error instanceof PdfError) return [];
    throw error;
  }
}
