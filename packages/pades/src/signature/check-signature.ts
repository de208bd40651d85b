import { type Certificate, type DigestName, digestNameOf } from "@idvkit/trust";
import { readable } from "../cms/attributes.ts";
import { type CmsSubFilter, checkSigner, type SignerCheck } from "../cms/check-signer.ts";
import { checkX509RsaSha1 } from "../cms/check-x509-rsa-sha1.ts";
import type { CertificateCache } from "../cms/known-certificates.ts";
import { readSignedData, type SignedData } from "../cms/signed-data.ts";
import { checkReadToken, type TimestampCheck } from "../cms/timestamp.ts";
import { readTimestampInfo } from "../cms/timestamp-info.ts";
import type { FindingCode } from "../findings.ts";
import { itemsOf } from "../reader/dictionary-values.ts";
import type { PdfDocument, RevisionView } from "../reader/document.ts";
import type { PdfDictionary } from "../reader/object.ts";
import type { SignedRange } from "./byte-range.ts";
import type { RangeDigests } from "./range-digests.ts";

/** What cryptography says of one signature, whatever was changed later. */
export interface CryptographicCheck {
  signer?: SignerCheck;
  /** The document timestamp itself. */
  timestamp?: TimestampCheck;
  codes: readonly FindingCode[];
}

/** A signature that is to be checked. */
export interface CheckableSignature {
  subFilter: string | null;
  dictionary: PdfDictionary;
  range: SignedRange;
  contents: Uint8Array;
  /** What the contents are, where the SubFilter is one of CMS and they can be read. */
  signedData: SignedData | undefined;
}

const cmsSubFilters: ReadonlySet<string> = new Set<CmsSubFilter>([
  "ETSI.CAdES.detached",
  "adbe.pkcs7.detached",
  "adbe.pkcs7.sha1",
]);

/** A form that does not name its hash has the content hashed twice for each of four. */
const passesWithoutName = 8;
/** A signature over the content itself. */
const passesOverContent = 2;

/** Reads the Contents of a signature, once for all that is asked of them. */
export function checkableSignature(
  { subFilter, dictionary }: { subFilter: string | null; dictionary: PdfDictionary },
  range: SignedRange,
): CheckableSignature {
  const contents = contentsOf(dictionary);
  const isCms = subFilter !== null && (subFilter === "ETSI.RFC3161" || isCmsSubFilter(subFilter));
  const signedData = isCms && !isEmpty(contents) ? readable(() => readSignedData(contents)) : undefined;
  return { subFilter, dictionary, range, contents, signedData };
}

/** What the signatures of a document share. */
export interface SharedWork {
  digests: RangeDigests;
  /** From the document's security store. */
  certificates: readonly Certificate[];
  cache: CertificateCache;
}

/** Verifies the Contents of a signature against the bytes of its range. */
export function checkSignature(
  document: PdfDocument,
  { subFilter, dictionary, range, contents, signedData }: CheckableSignature,
  { digests, certificates, cache }: SharedWork,
): CryptographicCheck {
  if (isEmpty(contents)) return { codes: ["contents_empty"] };
  const digestOf = (hash: DigestName) => digests.of(range, hash);
  if (subFilter === "ETSI.RFC3161") {
    const timestamp = checkReadToken(signedData, { imprintOf: digestOf, certificates, cache });
    return { timestamp, codes: timestamp.findings.map(({ code }) => code) };
  }
  const content = [document.bytes.subarray(0, range.gapStart), document.bytes.subarray(range.gapEnd, range.end)];
  if (subFilter === "adbe.x509.rsa_sha1") {
    digests.charge(range.end * passesWithoutName);
    const signer = checkX509RsaSha1({ contents, certificates: certificatesOf(document.last, dictionary), content });
    return { signer, codes: signer.findings.map(({ code }) => code) };
  }
  if (subFilter === null) return { codes: ["sub_filter_missing"] };
  if (!isCmsSubFilter(subFilter)) return { codes: ["sub_filter_unsupported"] };
  if (signedData === undefined) return { codes: ["cms_unreadable"] };
  if (signedData.signerInfos.some(({ signedAttributes }) => signedAttributes === undefined)) {
    digests.charge(range.end * passesOverContent);
  }
  const signer = checkSigner(signedData, { subFilter, content, digestOf, certificates, cache });
  return { signer, codes: signer.findings.map(({ code }) => code) };
}

/** The hash that the digest of a signature will be asked for, as far as the signature says so itself. */
export function announcedDigests({ subFilter, signedData }: CheckableSignature): readonly DigestName[] {
  if (subFilter === "adbe.pkcs7.sha1") return ["sha1"];
  if (signedData === undefined) return [];
  if (subFilter === "ETSI.RFC3161") return imprintHashOf(signedData) ?? [];
  return signedData.signerInfos.flatMap(({ digestAlgorithm }) => digestNameOf(digestAlgorithm) ?? []);
}

function imprintHashOf({ encapsulated: { content } }: SignedData): readonly DigestName[] | undefined {
  const info = content === undefined ? undefined : readable(() => readTimestampInfo(content));
  return info?.imprint.hash === undefined ? undefined : [info.imprint.hash];
}

function isEmpty(contents: Uint8Array): boolean {
  return contents.every((byte) => byte === 0);
}

function isCmsSubFilter(subFilter: string): subFilter is CmsSubFilter {
  return cmsSubFilters.has(subFilter);
}

function contentsOf(dictionary: PdfDictionary): Uint8Array {
  const contents = dictionary.entries.get("Contents");
  return contents?.kind === "string" ? contents.bytes : new Uint8Array();
}

/** `/Cert` (ISO 32000-2, table 255): one string, or an array of them. */
function certificatesOf(view: RevisionView, dictionary: PdfDictionary): Uint8Array[] {
  return itemsOf(view.lookup(dictionary, "Cert")).flatMap((item) => {
    const value = view.resolve(item);
    return value.kind === "string" ? [value.bytes] : [];
  });
}
