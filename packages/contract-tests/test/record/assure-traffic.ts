import type { RecordOptions } from "../../src/index.ts";
import { type HarMessage, harOf } from "./har-of-run.ts";

const base = "https://api.provider.example/assure";
const dossierId = "3f0c2a4e-6a5b-4d0e-9f57-2d6f5f1a7c10";
const processId = "786f23a4-b50e-4e36-9387-d94b95ef8ed0";
const authorization = { Authorization: "Bearer tok-3nJ8sQ2mV7xZ0pLk" };

/** The synthetic person of the traffic, in every spelling that the traffic has. */
export const person = {
  firstName: "JØRGINE ANNETTE",
  lastName: "MÜLLER-O'HARA",
  dateOfBirth: "1984-11-23",
  dateOfExpiry: "2031-08-30",
  documentNumber: "KX73T9021",
  personalIdentificationNumber: "841123-7788",
  mrzLine1: "P<NLDMUELLER<OHARA<<JOERGINE<ANNETTE<<<<<<<<",
  mrzLine2: "KX73T90210NLD8411235F31083098411237788<<<<92",
  email: "jorgine.muller@mail.example.org",
  ipAddress: "82.94.17.201",
};

export const process = {
  processId,
  status: "accepted",
  provider: "onfido",
  processType: "documentSelfie",
  createdAt: "2026-03-03T10:00:01.7302363Z",
  depictions: ["front", "selfie"],
  finalResult: {
    firstName: person.firstName,
    lastName: person.lastName,
    dateOfBirth: person.dateOfBirth,
    dateOfExpiry: person.dateOfExpiry,
    documentType: "passport",
    documentNumber: person.documentNumber,
    issuingCountry: "NLD",
    similarityScore: "medium",
  },
  providerSpecific: {
    documentVerification: {
      first_name: "Jørgine Annette",
      last_name: "Müller-O'Hara",
      gender: "female",
      nationality: "NLD",
      mrzLine1: person.mrzLine1,
      mrzLine2: person.mrzLine2,
      personalIdentificationNumber: person.personalIdentificationNumber,
      placeOfBirth: "'s-Gravenhage",
      subResult: "clear",
      breakdowns: {
        dataConsistency: { result: "clear", breakdown: { dateOfBirth: { result: "clear", properties: {} } } },
      },
    },
    facialSimilarity: {
      breakdowns: { faceComparison: { faceMatch: { properties: { score: 0.6512, documentId: processId } } } },
    },
  },
};

export const messages: readonly HarMessage[] = [
  {
    method: "POST",
    url: "https://api.provider.example/auth/open/connect/token",
    requestHeaders: { Authorization: `Basic ${Buffer.from("client-77:hush-hush-55").toString("base64")}` },
    sent: { mimeType: "application/x-www-form-urlencoded", text: "grant_type=client_credentials&scope=signicat-api" },
    body: { access_token: "tok-3nJ8sQ2mV7xZ0pLk", token_type: "Bearer", expires_in: 600 },
  },
  {
    method: "POST",
    url: `${base}/dossiers`,
    requestHeaders: authorization,
    sent: { mimeType: "application/json; charset=utf-8", text: `{"externalReference":"${person.email}"}` },
    status: 201,
    headers: { Location: `/assure/dossiers/${dossierId}` },
    body: { dossierId },
  },
  {
    method: "POST",
    url: `${base}/dossiers/${dossierId}/processes`,
    requestHeaders: authorization,
    sent: {
      mimeType: "application/json",
      text: JSON.stringify({ provider: "onfido", processParameters: { location: { ipAddress: person.ipAddress } } }),
    },
    status: 201,
    body: { processId, status: "pending", provider: "onfido" },
  },
  {
    url: `${base}/dossiers/${dossierId}/processes/${processId}`,
    requestHeaders: authorization,
    status: 429,
    headers: { "Retry-After": "2" },
  },
  {
    url: `${base}/dossiers/${dossierId}/processes/${processId}?email=${encodeURIComponent(person.email)}`,
    requestHeaders: authorization,
    body: process,
  },
];

/** What whoever recorded the traffic says about it. */
export function recordingOf(
  traffic: readonly HarMessage[] = messages,
  more: Partial<RecordOptions> = {},
): RecordOptions {
  return {
    har: harOf(traffic),
    key: "a key of at least sixteen bytes",
    title: "A recorded process",
    source: "Traffic of a test",
    provider: "assure",
    hosts: ["api.provider.example"],
    ...more,
  };
}
