import type { AssureOptions, OnfidoApiOptions } from "@idvkit/onfido";

export const throughAssure: AssureOptions = {
  channel: "assure",
  clientId: "my-client",
  clientSecret: () => process.env.SIGNICAT_CLIENT_SECRET ?? "",
  processType: "documentSelfie",
  capture: { mode: "upload" },
  documentTypes: ["PASSPORT", "ID"],
};

export const directly: OnfidoApiOptions = {
  channel: "onfido",
  region: "eu",
  apiToken: () => process.env.ONFIDO_API_TOKEN ?? "",
  product: { kind: "check" },
  processType: "documentSelfie",
  capture: { mode: "upload" },
  documentTypes: ["PASSPORT", "ID"],
};
