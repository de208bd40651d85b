import type { Certificate } from "../certificate/certificate.ts";
import { TrustedListError } from "./list-error.ts";
import { readQualifications } from "./read-qualifications.ts";
import { certificatesIn, digitalIds, nameIn, requiredDate, requiredText } from "./read-values.ts";
import type { ServicePeriod, TrustedListFinding, TrustedService } from "./trusted-list.ts";
import { childOf, childrenOf, type XmlElement } from "./xml-tree.ts";

interface ServiceContext {
  territory: string;
  version: number;
  findings: TrustedListFinding[];
}

/** The services of all providers (ETSI TS 119 612, sections 5.4 to 5.6). One that cannot be read is left out and noted. */
export function readServices(root: XmlElement, context: ServiceContext): TrustedService[] {
  const providers = childrenOf(childOf(root, "TrustServiceProviderList"), "TrustServiceProvider");
  return providers.flatMap((provider) => {
    const providerName = nameIn(childOf(childOf(provider, "TSPInformation"), "TSPName"));
    const services = childrenOf(childOf(provider, "TSPServices"), "TSPService");
    return services.flatMap((service) => readService(service, providerName, context));
  });
}

function readService(service: XmlElement, providerName: string, context: ServiceContext): TrustedService[] {
  const current = childOf(service, "ServiceInformation");
  const instances = [current, ...childrenOf(childOf(service, "ServiceHistory"), "ServiceHistoryInstance")];
  try {
    noteSupplyPoints(current, context);
    const identities = instances.flatMap((instance) => childrenOf(instance, "ServiceDigitalIdentity"));
    const periods = instances.map(readPeriod);
    return [
      {
        territory: context.territory,
        providerName,
        name: nameIn(childOf(current, "ServiceName")),
        certificates: withoutRepetition(certificatesIn(identities, context.findings)),
        periods: periods.sort((left, right) => right.from.getTime() - left.from.getTime()),
      },
    ];
  } catch (error) {
    if (!(error instanceof TrustedListError)) throw error;
    context.findings.push({ code: "service_unreadable", element: error.message });
    return [];
  }
}

function readPeriod(instance: XmlElement | undefined): ServicePeriod {
  const identities = childrenOf(instance, "ServiceDigitalIdentity");
  return {
    type: requiredText(instance, "ServiceTypeIdentifier"),
    status: requiredText(instance, "ServiceStatus"),
    from: requiredDate(instance, "StatusStartingTime"),
    subjectKeyIdentifiers: digitalIds(identities, "X509SKI").map(({ text }) =>
      Buffer.from(text, "base64").toString("hex"),
    ),
    subjectNames: digitalIds(identities, "X509SubjectName").map(({ text }) => text),
    ...readExtensions(childrenOf(childOf(instance, "ServiceInformationExtensions"), "Extension")),
  };
}

type Extensions = Pick<ServicePeriod, "additionalInformation" | "qualifications" | "unknownCriticalExtensions">;

/** Extensions that say nothing about the certificates of a service, so they need no reading. */
const withoutEffect = ["TakenOverBy", "ExpiredCertsRevocationInfo"];

function readExtensions(extensions: readonly XmlElement[]): Extensions {
  const parts = extensions.flatMap((extension) =>
    extension.children.map((part) => ({ part, isCritical: isCritical(extension) })),
  );
  const partsNamed = (name: string) => parts.filter(({ part }) => part.name === name).map(({ part }) => part);
  const known = ["AdditionalServiceInformation", "Qualifications", ...withoutEffect];
  return {
    additionalInformation: partsNamed("AdditionalServiceInformation").flatMap((part) =>
      childrenOf(part, "URI").map(({ text }) => text),
    ),
    qualifications: partsNamed("Qualifications").flatMap(readQualifications),
    unknownCriticalExtensions: parts
      .filter(({ part, isCritical }) => isCritical && !known.includes(part.name))
      .map(({ part }) => part.name),
  };
}

function isCritical({ attributes }: XmlElement): boolean {
  const value = attributes.get("Critical") ?? attributes.get("critical");
  return value === "true" || value === "1";
}

/** The type of a supply point came with version 6 (section 5.5.7). */
function noteSupplyPoints(current: XmlElement | undefined, { version, findings }: ServiceContext): void {
  if (version >= 6) return;
  const points = childrenOf(childOf(current, "ServiceSupplyPoints"), "ServiceSupplyPoint");
  if (points.some(({ attributes }) => attributes.has("type"))) {
    findings.push({ code: "list_structure", element: "ServiceSupplyPoint" });
  }
}

function withoutRepetition(certificates: readonly Certificate[]): Certificate[] {
  return [...new Map(certificates.map((certificate) => [certificate.fingerprintSha256, certificate])).values()];
}
