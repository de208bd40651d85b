import type { DataBlockType } from "../src/blocks/content-schemas.ts";
import type { JsonObject } from "../src/json.ts";

/** One form of a block: a content with every attribute of the source's table, and which of them may be absent. */
export interface BlockSample {
  type: DataBlockType;
  form?: string;
  full: JsonObject;
  /** Paths, with array elements as `[0]`. Everything else in `full` is required. */
  optional: string[];
  /** Paths of objects that take any key. */
  open?: string[];
}

const day = "2031-05-09";
const time = "2026-02-10T14:00:01.899Z";

export function reference(digit: number): JsonObject {
  return { $ref: "vault", $id: `5e8de376-caa3-40a8-a998-8627a7d4d00${digit}` };
}

const authentication = {
  provider: "example",
  credentialId: "credential-1",
  credentialType: "FACE",
  subjectId: "subject-1",
  requestId: "request-1",
};

const verification = {
  status: "verified",
  provider: "example",
  trustFramework: "eidas",
  assuranceLevel: "high",
  verifiedAt: time,
  verificationProcessId: "process-1",
  terminationReason: { code: "USER_CANCELLATION", message: "closed the window" },
};

const evidence = [{ type: "livenessRecording", ref: reference(1) }];

export const blockSamples: BlockSample[] = [
  {
    type: "authenticationResult",
    form: "success",
    full: { ...authentication, result: "success", authenticatedAt: time },
    optional: [],
  },
  {
    type: "authenticationResult",
    form: "failure",
    full: {
      ...authentication,
      result: "failure",
      attemptedAt: time,
      reason: { code: "SERVER_USER_NOT_FOUND", details: "SERVER_USER_NOT_FOUND - no such user" },
    },
    optional: ["reason.details"],
  },
  {
    type: "authenticatorCredential",
    full: {
      credentialId: "credential-1",
      credentialType: "FIDO_KEY",
      subjectId: "subject-1",
      provider: "PLATFORM",
      status: "active",
      createdAt: time,
      updatedAt: time,
    },
    optional: [],
  },
  {
    type: "basicIdentity",
    full: {
      givenName: "Ada",
      familyName: "Specimen",
      name: "Ada Specimen",
      birthDate: "1990-04-01",
      birthPlace: "Utopia",
    },
    optional: ["name", "birthDate", "birthPlace"],
  },
  { type: "biometricSamples", full: { face: reference(1), consent: true }, optional: ["consent"] },
  {
    type: "comparisonResults",
    full: {
      verdict: "noMatch",
      leftOperand: "STEP_A",
      rightOperand: "STEP_B",
      attributesCompared: ["givenName", "familyName"],
      mismatchedAttributes: ["familyName"],
      missingAttributes: ["birthPlace"],
    },
    optional: [],
  },
  {
    type: "deviceInfo",
    full: {
      browserName: "Firefox",
      browserVersion: "150",
      osName: "Linux",
      osVersion: "7",
      deviceType: "desktop",
      timezone: {
        timezone: "Europe/Berlin",
        timezoneOffset: -60,
        language: "en-US",
        languages: ["en-US", "de"],
        locale: "en-US",
        dateLocale: "en-US",
        numberLocale: "en-US",
      },
      ipAddress: "192.0.2.7",
    },
    optional: [
      "browserName",
      "browserVersion",
      "osName",
      "osVersion",
      "deviceType",
      "timezone",
      "timezone.timezone",
      "timezone.timezoneOffset",
      "timezone.language",
      "timezone.languages",
      "timezone.locale",
      "timezone.dateLocale",
      "timezone.numberLocale",
      "ipAddress",
    ],
  },
  {
    type: "deviceSignals",
    full: {
      userReference: "user-1",
      requestId: "request-1",
      provider: "example",
      timestamp: time,
      result: "trusted",
      browser: {
        userAgent: "Mozilla/5.0",
        incognito: false,
        name: "Firefox",
        version: "150",
        os: "Linux",
        deviceType: "desktop",
      },
      network: {
        ip: "192.0.2.7",
        location: { country: "DE", city: "Berlin", latitude: 52.5, longitude: 13.4 },
        timezone: "Europe/Berlin",
      },
      signals: { bot: { detected: false }, tags: [1, null, "x"] },
    },
    optional: [
      "userReference",
      "requestId",
      "browser.incognito",
      "network.location.country",
      "network.location.city",
      "network.location.latitude",
      "network.location.longitude",
      "network.timezone",
      "signals.bot",
      "signals.bot.detected",
      "signals.tags",
    ],
    open: ["signals", "signals.bot"],
  },
  {
    type: "digitalSignals",
    full: {
      provider: "example",
      timestamp: time,
      services: ["ip", "emails"],
      inputSources: { basicIdentity: "STEP_A", extendedIdentity: "STEP_B", deviceSignals: "STEP_C" },
      result: "suspicious",
      score: 41.5,
      reasons: [{ code: "R01", details: "young mailbox" }],
      signals: { email: { age: 3 } },
    },
    optional: [
      "inputSources.basicIdentity",
      "inputSources.extendedIdentity",
      "inputSources.deviceSignals",
      "signals.email",
      "signals.email.age",
    ],
    open: ["signals", "signals.email"],
  },
  {
    type: "documentData",
    full: {
      documentType: "PASSPORT",
      documentNumber: "X00000001",
      expiryDate: day,
      issuanceDate: time,
      issuingCountry: "UTO",
      issuingAuthority: "Utopia",
    },
    optional: ["documentNumber", "expiryDate", "issuanceDate", "issuingCountry", "issuingAuthority"],
  },
  {
    type: "documentImages",
    full: { documentType: "ID", frontSide: reference(1), backSide: reference(2) },
    optional: ["documentType", "backSide"],
  },
  {
    type: "documentsToSign",
    full: { documents: [{ templateId: "contract", source: reference(1) }] },
    optional: [],
  },
  {
    type: "documentVerification",
    full: {
      verdict: { status: "REJECTED", reason: "expired" },
      issues: [{ code: "documentValidity.expired", severity: "error", message: "The document is expired." }],
      report: reference(1),
      evidences: [{ type: "analysisReport", ref: reference(1) }],
    },
    optional: ["verdict.reason", "issues", "issues[0].message", "report", "evidences"],
  },
  {
    type: "extendedIdentity",
    full: {
      portrait: reference(1),
      nationality: "UTO",
      personalAdministrativeNumber: "12345",
      familyNameBirth: "Sample",
      givenNameBirth: "Ada",
      sex: "FEMALE",
      emailAddress: "ada@mail.example",
      mobilePhoneNumber: "+4915550000000",
      residentAddress: "1 Example Street, 12345 Utopia",
      residentStreet: "Example Street",
      residentHouseNumber: "1",
      residentCountry: "UT",
      residentState: "North",
      residentCity: "Utopia",
      residentPostalCode: "12345",
    },
    optional: [
      "portrait",
      "nationality",
      "personalAdministrativeNumber",
      "familyNameBirth",
      "givenNameBirth",
      "sex",
      "emailAddress",
      "mobilePhoneNumber",
      "residentAddress",
      "residentStreet",
      "residentHouseNumber",
      "residentCountry",
      "residentState",
      "residentCity",
      "residentPostalCode",
    ],
  },
  { type: "outcomeStatus", full: { status: "accepted" }, optional: [] },
  {
    type: "pepAndSanctionsResults",
    full: { anything: [{ at: "all" }] },
    optional: ["anything", "anything[0].at"],
    open: ["", "anything[0]"],
  },
  {
    type: "presentationResult",
    form: "success",
    full: {
      sessionId: "session-1",
      result: "success",
      presentedCredentials: [
        {
          type: "urn:eudi:pid:1",
          issuer: "https://issuer.example",
          presentedClaims: [{ claimName: "age_over_18", claimValue: true }],
        },
      ],
      presentedAt: time,
    },
    optional: ["presentedCredentials[0].presentedClaims[0].claimValue"],
  },
  {
    type: "presentationResult",
    form: "failure",
    full: {
      sessionId: "session-1",
      result: "failure",
      reason: { code: "ACCESS_DENIED", details: "ACCESS_DENIED - refused" },
      attemptedAt: time,
    },
    optional: ["reason.details"],
  },
  {
    type: "signedDocumentsPackage",
    full: {
      signatureProcessId: "TS-0001",
      signedDocuments: {
        mode: "both",
        archive: reference(1),
        documents: [{ templateId: "contract", signed: reference(2) }],
      },
      createdAt: time,
    },
    optional: ["signedDocuments.archive", "signedDocuments.documents"],
  },
  { type: "userReference", full: { subjectId: "subject-1" }, optional: [] },
  {
    type: "verification",
    form: "documentCheck",
    full: {
      ...verification,
      methods: [{ type: "documentCheck", checks: [{ technique: "liveness", outcome: "passed" }], evidence }],
    },
    optional: ["terminationReason"],
  },
  {
    type: "verification",
    form: "electronicSignature",
    full: {
      ...verification,
      methods: [
        {
          type: "electronicSignature",
          signatureType: "QES_EIDAS",
          issuer: "Example CA",
          serialNumber: "0a1b",
          issuedAt: time,
          evidence,
        },
      ],
    },
    optional: ["terminationReason"],
  },
  {
    type: "verification",
    form: "electronicIdentification",
    full: {
      ...verification,
      methods: [
        {
          type: "electronicIdentification",
          identityProvider: "https://login.example",
          acr: "high",
          amr: ["pin", "hwk"],
          authenticatedAt: time,
          evidence,
        },
      ],
    },
    optional: ["terminationReason"],
  },
  {
    type: "verification",
    form: "credentialPresentation",
    full: {
      ...verification,
      methods: [
        {
          type: "credentialPresentation",
          format: "dc+sd-jwt",
          credentialType: "urn:eudi:pid:1",
          issuer: "https://issuer.example",
          holderBinding: "cryptographic",
          presentedAt: time,
          evidence,
        },
      ],
    },
    optional: ["terminationReason"],
  },
];

/** The name of a sample in test titles. */
export function sampleName({ type, form }: BlockSample): string {
  return form === undefined ? type : `${type} (${form})`;
}

/** The first sample of a type. */
export function sampleOf(type: DataBlockType): BlockSample {
  const sample = blockSamples.find((candidate) => candidate.type === type);
  if (sample === undefined) throw new Error(`no sample of ${type}`);
  return sample;
}
