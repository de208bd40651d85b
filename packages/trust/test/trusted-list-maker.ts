import type { KeyObject } from "node:crypto";
import { createHash } from "node:crypto";
import { SignedXml } from "xml-crypto";
import { type Certificate, readCertificate } from "../src/certificate/certificate.ts";
import type { TestIdentity } from "../src/testing/index.ts";
import { digestAlgorithms, signatureAlgorithms } from "../src/trusted-list/signature-algorithms.ts";

const prefix = "http://uri.etsi.org/TrstSvc/TrustedList";
const exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
const enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
const sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
export const rsaSha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

export interface PeriodSettings {
  type?: string;
  status?: string;
  from?: string;
  /** Content of ServiceInformationExtensions. */
  extensions?: string;
}

export interface ServiceSettings extends PeriodSettings {
  certificates: readonly Uint8Array[];
  history?: readonly PeriodSettings[];
}

export interface PointerSettings {
  territory: string;
  signers: readonly Uint8Array[];
  mimeType?: string;
  type?: string;
}

export interface ListSettings {
  version?: number;
  sequenceNumber?: number;
  territory?: string;
  type?: string;
  issuedAt?: string;
  /** Null closes the scheme. */
  nextUpdate?: string | null;
  pointers?: readonly PointerSettings[];
  services?: readonly ServiceSettings[];
}

export const forSignatures = extension(
  `<AdditionalServiceInformation><URI xml:lang="en">${prefix}/SvcInfoExt/ForeSignatures</URI></AdditionalServiceInformation>`,
);

export function extension(content: string, critical = true): string {
  return `<Extension Critical="${critical}">${content}</Extension>`;
}

/** A Qualifications extension with one element. */
export function qualification(qualifiers: readonly string[], criteria: string): string {
  const uris = qualifiers.map((name) => `<ns5:Qualifier uri="${prefix}/SvcInfoExt/${name}"/>`).join("");
  return extension(
    `<ns5:Qualifications><ns5:QualificationElement><ns5:Qualifiers>${uris}</ns5:Qualifiers>${criteria}</ns5:QualificationElement></ns5:Qualifications>`,
  );
}

/** A trusted list without signature. */
export function listXml(settings: ListSettings = {}): string {
  const { version = 5, sequenceNumber = 1, territory = "XX", pointers = [], services = [] } = settings;
  const { type = `${prefix}/TSLType/EUgeneric`, issuedAt = "2024-01-01T00:00:00Z" } = settings;
  const { nextUpdate = "2024-07-01T00:00:00Z" } = settings;
  return `<?xml version="1.0" encoding="UTF-8"?><TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#" xmlns:ns3="http://uri.etsi.org/01903/v1.3.2#" xmlns:ns4="http://uri.etsi.org/02231/v2/additionaltypes#" xmlns:ns5="http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#" Id="the-list" TSLTag="http://uri.etsi.org/19612/TSLTag">
  <SchemeInformation>
    <TSLVersionIdentifier>${version}</TSLVersionIdentifier>
    <TSLSequenceNumber>${sequenceNumber}</TSLSequenceNumber>
    <TSLType>${type}</TSLType>
    <SchemeOperatorName><Name xml:lang="de">Beispielaufsicht</Name><Name xml:lang="en">Example Supervision</Name></SchemeOperatorName>
    <SchemeTerritory>${territory}</SchemeTerritory>
    <PointersToOtherTSL>${pointers.map(pointerXml).join("")}</PointersToOtherTSL>
    <ListIssueDateTime>${issuedAt}</ListIssueDateTime>
    <NextUpdate>${nextUpdate === null ? "" : `<dateTime>${nextUpdate}</dateTime>`}</NextUpdate>
  </SchemeInformation>
  <TrustServiceProviderList><TrustServiceProvider>
    <TSPInformation><TSPName><Name xml:lang="en">Example Trust</Name></TSPName></TSPInformation>
    <TSPServices>${services.map(serviceXml).join("")}</TSPServices>
  </TrustServiceProvider></TrustServiceProviderList>
</TrustServiceStatusList>`;
}

export interface SigningSettings {
  /** Default RSA with SHA-256. */
  algorithm?: string;
  digest?: string;
  /** URI of the reference to the list; default the empty one. */
  byId?: boolean;
  transforms?: readonly string[];
  /** The certificate in KeyInfo; default that of the signer, null for none. */
  named?: Uint8Array | null;
  /** Only the tables that the library comes with. */
  ownTables?: boolean;
  /** What is signed; default the root. */
  xpath?: string;
  /** What is signed besides. */
  also?: string;
}

/** Signs as lists are signed: enveloped, with XAdES signed properties. */
export function signList(
  xml: string,
  signer: Pick<TestIdentity, "certificate"> & { privateKey: KeyObject },
  settings: SigningSettings = {},
): Uint8Array {
  const { algorithm = rsaSha256, digest = sha256, transforms = [enveloped, exclusive], xpath = "/*" } = settings;
  const { named = signer.certificate } = settings;
  const signature = new SignedXml({
    privateKey: signer.privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    ...(named !== null && { publicCert: toPem(named) }),
    signatureAlgorithm: algorithm,
    canonicalizationAlgorithm: exclusive,
    objects: [{ content: signedProperties(signer.certificate) }],
  });
  if (settings.ownTables !== true) {
    signature.SignatureAlgorithms = signatureAlgorithms();
    signature.HashAlgorithms = digestAlgorithms();
  }
  signature.addReference({ xpath, transforms, digestAlgorithm: digest, isEmptyUri: settings.byId !== true });
  const properties = "//*[local-name(.)='SignedProperties']";
  signature.addReference({ xpath: properties, transforms: [exclusive], digestAlgorithm: digest });
  if (settings.also !== undefined) {
    signature.addReference({ xpath: settings.also, transforms: [exclusive], digestAlgorithm: digest });
  }
  signature.computeSignature(xml, { prefix: "ds", location: { reference: "/*", action: "append" } });
  return Buffer.from(signature.getSignedXml());
}

/** The certificate of an identity, parsed. */
export function certificateOf({ certificate }: Pick<TestIdentity, "certificate">): Certificate {
  return readCertificate(certificate);
}

function signedProperties(certificate: Uint8Array): string {
  const value = createHash("sha256").update(certificate).digest("base64");
  return `<xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" xmlns:d="http://www.w3.org/2000/09/xmldsig#"><xades:SignedProperties Id="signed-properties"><xades:SignedSignatureProperties><xades:SigningCertificateV2><xades:Cert><xades:CertDigest><d:DigestMethod Algorithm="${sha256}"/><d:DigestValue>${value}</d:DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties></xades:SignedProperties></xades:QualifyingProperties>`;
}

function pointerXml({ territory, signers, ...settings }: PointerSettings): string {
  const { mimeType = "application/vnd.etsi.tsl+xml", type = `${prefix}/TSLType/EUgeneric` } = settings;
  const information = [
    `<TSLType>${type}</TSLType>`,
    `<SchemeTerritory>${territory}</SchemeTerritory>`,
    `<ns4:MimeType>${mimeType}</ns4:MimeType>`,
  ].map((content) => `<OtherInformation>${content}</OtherInformation>`);
  return `<OtherTSLPointer><ServiceDigitalIdentities>${identityXml(signers)}</ServiceDigitalIdentities><TSLLocation>https://lists.example/${territory}.xml</TSLLocation><AdditionalInformation>${information.join("")}</AdditionalInformation></OtherTSLPointer>`;
}

function serviceXml({ certificates, history = [], ...current }: ServiceSettings): string {
  const instances = history.map(
    (period) => `<ServiceHistoryInstance>${periodXml(period, "")}</ServiceHistoryInstance>`,
  );
  return `<TSPService><ServiceInformation>${periodXml(current, identityXml(certificates))}</ServiceInformation><ServiceHistory>${instances.join("")}</ServiceHistory></TSPService>`;
}

function periodXml(period: PeriodSettings, identity: string): string {
  const { type = "CA/QC", status = "granted", from = "2016-06-30T22:00:00Z", extensions = forSignatures } = period;
  return `<ServiceTypeIdentifier>http://uri.etsi.org/TrstSvc/Svctype/${type}</ServiceTypeIdentifier><ServiceName><Name xml:lang="en">Example CA service</Name></ServiceName>${identity}<ServiceStatus>${prefix}/Svcstatus/${status}</ServiceStatus><StatusStartingTime>${from}</StatusStartingTime><ServiceInformationExtensions>${extensions}</ServiceInformationExtensions>`;
}

function identityXml(certificates: readonly Uint8Array[]): string {
  const ids = certificates.map(
    (certificate) =>
      `<DigitalId><X509Certificate>${Buffer.from(certificate).toString("base64")}</X509Certificate></DigitalId>`,
  );
  return `<ServiceDigitalIdentity>${ids.join("")}</ServiceDigitalIdentity>`;
}

function toPem(certificate: Uint8Array): string {
  const base64 = Buffer.from(certificate).toString("base64");
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, "$&\n").trimEnd()}\n-----END CERTIFICATE-----\n`;
}
