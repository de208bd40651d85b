import type { Certificate, KeyUsageName } from "../certificate/certificate.ts";

/** Something about a list that does not make it unreadable, but that its reader should know. */
export interface TrustedListFinding {
  code: TrustedListFindingCode;
  /** SchemeTerritory of the list, when it is known. */
  territory?: string;
  /** The element of the standard that is meant. */
  element?: string;
  /** Why a list was refused, one of {@link TrustedListReason}. */
  reason?: string;
}

export type TrustedListFindingCode =
  /** The time given is after NextUpdate: there must be a newer list. */
  | "list_expired"
  /** The list was issued after the time given. */
  | "list_not_yet_issued"
  /** The scheme is closed: no further list will come (NextUpdate is empty). */
  | "list_closed"
  /** Neither version 5 nor version 6. */
  | "list_version"
  /** Something in the list has not the form of its version; the rest is used. */
  | "list_structure"
  /** The certificate of the signer was not valid when the list was issued. */
  | "list_signer_not_valid"
  /** The signed properties do not name the certificate of the signer. */
  | "list_signer_not_named"
  | "service_unreadable"
  | "certificate_unreadable"
  /** Another list of the same territory has a higher sequence number. */
  | "list_superseded"
  /** No pointer in the list of lists names the list's territory together with its signer. */
  | "list_not_pointed_to"
  /** A list that was given could not be used; `reason` says why. */
  | "list_refused";

/** A trusted list whose signature was verified. All of it comes from the signed bytes. */
export interface TrustedList {
  /** TSLVersionIdentifier: 5 or 6. */
  version: number;
  sequenceNumber: number;
  /** TSLType, a URI: `.../EUgeneric`, `.../EUlistofthelists`. */
  type: string;
  /** SchemeTerritory, such as NO or EU. */
  territory: string;
  operatorName: string;
  issuedAt: Date;
  /** Missing in the last list of a closed scheme. */
  nextUpdate?: Date;
  /** The certificate the list was verified with: one of those given. */
  signer: Certificate;
  pointers: readonly ListPointer[];
  services: readonly TrustedService[];
  findings: readonly TrustedListFinding[];
}

/** Where another list is, and who signs it. */
export interface ListPointer {
  location: string;
  territory: string;
  /** TSLType of the list pointed to. */
  type: string;
  /** `application/vnd.etsi.tsl+xml` for lists that a machine reads. */
  mimeType: string;
  signers: readonly Certificate[];
}

/** A service of a trust service provider. */
export interface TrustedService {
  territory: string;
  providerName: string;
  name: string;
  /** Certificates of the service, from now and from its history. */
  certificates: readonly Certificate[];
  /** What was so and from when, newest first; the first is the current one. */
  periods: readonly ServicePeriod[];
}

/** A status and all that belongs to it, from a time until the next newer one. */
export interface ServicePeriod {
  /** ServiceTypeIdentifier, such as `http://uri.etsi.org/TrstSvc/Svctype/CA/QC`. */
  type: string;
  /** ServiceStatus, such as `http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted`. */
  status: string;
  from: Date;
  /** Base64 key identifiers, as hexadecimal. */
  subjectKeyIdentifiers: readonly string[];
  subjectNames: readonly string[];
  /** AdditionalServiceInformation: ForeSignatures, ForeSeals, ForWebSiteAuthentication, as URIs. */
  additionalInformation: readonly string[];
  qualifications: readonly Qualification[];
  /** Names of critical extensions that are not understood: nothing may be concluded from the period. */
  unknownCriticalExtensions: readonly string[];
}

/** Qualifiers that hold for the certificates that meet the criteria (ETSI TS 119 612, section 5.5.9.2). */
export interface Qualification {
  /** Last part of the URI: QCWithQSCD, QCForESig, NotQualified. Another URI stands whole. */
  qualifiers: readonly string[];
  criteria: CriteriaList;
}

export type CriteriaAssertion = "all" | "atLeastOne" | "none";

export type Criterion =
  | { kind: "keyUsage"; bits: readonly { name: KeyUsageName; isSet: boolean }[] }
  | { kind: "policies"; oids: readonly string[] }
  | { kind: "extendedKeyUsage"; oids: readonly string[] }
  | { kind: "subjectAttributes"; oids: readonly string[] }
  | { kind: "list"; list: CriteriaList }
  | { kind: "unknown" };

export interface CriteriaList {
  assertion: CriteriaAssertion | "unknown";
  criteria: readonly Criterion[];
}

/** The period of a service at a time, or undefined before its first one. */
export function periodAt(service: TrustedService, at: Date): ServicePeriod | undefined {
  return service.periods.find(({ from }) => from.getTime() <= at.getTime());
}
