import { createOnfidoDriver } from "@idvkit/onfido";
import { createAssureSimulator, simulatorPaths, specimenImages } from "@idvkit/onfido/testing";
import type { RequestHandler } from "msw";
import { setupServer } from "msw/node";

const simulator = createAssureSimulator();
export const server = setupServer(...(simulator.handlers as RequestHandler[]));

export const driver = createOnfidoDriver({
  channel: "assure",
  clientId: simulator.clientId,
  clientSecret: simulator.clientSecret,
  processType: "document",
  capture: { mode: "upload" },
  paths: simulatorPaths,
});
export const pictures = { front: { content: specimenImages.png, mediaType: "image/png" } };

simulator.decide("caution"); // accepted, rejected, inconclusive, canceled, failed, caution, faceConsider
simulator.failNext({ status: 503, method: "GET", times: 1 });
