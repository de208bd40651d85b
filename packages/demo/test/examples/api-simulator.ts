import { createOnfidoDriver } from "@idvkit/onfido";
import { createOnfidoSimulator, specimenImages } from "@idvkit/onfido/testing";
import type { RequestHandler } from "msw";
import { setupServer } from "msw/node";

export const simulator = createOnfidoSimulator({ downloads: "direct" });
export const server = setupServer(...(simulator.handlers as RequestHandler[]));

export const driver = createOnfidoDriver({
  channel: "onfido",
  region: "eu",
  apiToken: simulator.apiToken,
  webhookTokens: [simulator.webhookToken],
  product: { kind: "check" },
  processType: "documentSelfie",
  capture: { mode: "upload" },
  documentType: "passport",
  unnamedApplicant: { firstName: "Not", lastName: "Stated" },
});
export const pictures = {
  front: { content: specimenImages.png, mediaType: "image/png" },
  selfie: { content: specimenImages.jpeg, mediaType: "image/jpeg" },
};

simulator.decide({ subResult: "suspected" }); // or { consider: ["facial_similarity_photo"] }, { workflowStatus: "review" }
simulator.failNext({ status: 503, method: "GET", times: 1 });
