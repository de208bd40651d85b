import { assurePaths } from "../../assure/paths.ts";
import { bytes, json, noContent, redirect, type SimulatedAnswer } from "../answer.ts";
import type { Route, SimulatedCall } from "../route.ts";
import { fullResultZip } from "./full-result-zip.ts";
import { simulatorCapturePage, simulatorPaths, simulatorTokenPath } from "./paths.ts";
import { problem } from "./problem.ts";
import { processBody } from "./process-body.ts";
import {
  type Reading,
  readCaptureRequest,
  readDossierRequest,
  readImages,
  readProcessRequest,
  startProblem,
} from "./read-request.ts";
import { capturedImages, type SimulatedDossier, type SimulatedProcess, type SimulatorStore } from "./store.ts";
import type { SimulatorTokens } from "./tokens.ts";

/** Document types that the simulator knows. How the real answer looks is not published. */
const documentTypes = ["passport", "nationalIdentityCard", "driversLicense", "residencePermit", "visa"];

/** What the simulated API can do. `captureUrl` gives the address of a capture page. */
export function createRoutes(
  store: SimulatorStore,
  tokens: SimulatorTokens,
  captureUrl: (processId: string) => string,
): Route[] {
  const withDossier =
    (answer: (dossier: SimulatedDossier, call: SimulatedCall) => SimulatedAnswer) => (call: SimulatedCall) => {
      const dossier = store.dossiers.get(call.parameters.dossierId ?? "");
      return dossier === undefined ? problem(404, "Dossier not found.") : answer(dossier, call);
    };
  const withProcess =
    <A extends SimulatedAnswer | Promise<SimulatedAnswer>>(
      answer: (process: SimulatedProcess, call: SimulatedCall) => A,
    ) =>
    (call: SimulatedCall) => {
      const process = store.process(call.parameters.dossierId, call.parameters.processId);
      return process === undefined ? problem(404, "Process not found.") : answer(process, call);
    };

  return [
    {
      method: "POST",
      template: simulatorTokenPath,
      open: true,
      answer: ({ headers, text }) => tokens.issue(headers.get("authorization"), new URLSearchParams(text)),
    },
    {
      method: "POST",
      template: assurePaths.dossiers,
      answer: ({ body }) =>
        checked(readDossierRequest(body), ({ externalReference }) => {
          const { dossierId, createdAt } = store.createDossier(externalReference);
          return json(201, { dossierId, ...(externalReference !== undefined && { externalReference }), createdAt });
        }),
    },
    {
      method: "POST",
      template: assurePaths.processes,
      answer: withDossier((dossier, { body }) =>
        checked(readProcessRequest(body), (order) => {
          const process = store.createProcess(dossier, order);
          const token = `sdk.${process.livePhotoId}.${process.documentId}`;
          return json(201, {
            ...processBody(process),
            ...(order.mobileAppId !== undefined && { authorization: token }),
          });
        }),
      ),
    },
    {
      method: "POST",
      template: assurePaths.capture,
      answer: withDossier((dossier, { body }) =>
        checked(readCaptureRequest(body), (order) => {
          const { processId } = store.createProcess(dossier, order);
          return json(201, { processId, url: captureUrl(processId) });
        }),
      ),
    },
    {
      method: "POST",
      template: assurePaths.files,
      answer: withDossier((dossier, { body }) =>
        checked(readImages(body), (images) => {
          Object.assign(dossier.files, images);
          return noContent;
        }),
      ),
    },
    {
      method: "POST",
      template: simulatorPaths.setImages,
      answer: withProcess((process, { body }) =>
        checked(readImages(body), (images) => {
          process.images = images;
          return noContent;
        }),
      ),
    },
    {
      method: "POST",
      template: assurePaths.process,
      answer: withProcess((process) => {
        if (process.phase !== "pending") return problem(409, "The verification has been started already.");
        const images = imagesAtStart(process, store.dossiers.get(process.dossierId));
        const missing = startProblem(process, images);
        if (missing !== undefined) return problem(400, missing);
        process.images = images;
        store.start(process);
        return noContent;
      }),
    },
    {
      method: "GET",
      template: assurePaths.process,
      answer: withProcess((process) => {
        store.read(process);
        return json(200, processBody(process));
      }),
    },
    {
      method: "DELETE",
      template: assurePaths.process,
      answer: withProcess((process) => {
        store.dossiers.get(process.dossierId)?.processes.delete(process.processId);
        return noContent;
      }),
    },
    { method: "GET", template: assurePaths.documentTypes, answer: () => json(200, documentTypes) },
    {
      method: "GET",
      template: simulatorPaths.getImage,
      answer: withProcess((process, { parameters }) => {
        const image = Object.entries(process.images).find(([side]) => side.toUpperCase() === parameters.depiction)?.[1];
        return image === undefined ? problem(404, "Image not found.") : bytes(image.mediaType, image.content);
      }),
    },
    {
      method: "GET",
      template: simulatorPaths.fullResult,
      answer: withProcess(async (process) => {
        const zip = await fullResultZip(process);
        return zip === undefined ? problem(404, "There is no full result.") : bytes("application/zip", zip);
      }),
    },
    {
      method: "GET",
      template: simulatorCapturePage,
      open: true,
      answer: ({ parameters }) => finishCapture(store, parameters.processId),
    },
  ];
}

/** A process without images of its own takes the dossier's; the mobile SDK brings its images itself. */
function imagesAtStart(process: SimulatedProcess, dossier: SimulatedDossier | undefined): SimulatedProcess["images"] {
  if (process.mobileAppId !== undefined) return capturedImages(process);
  return Object.keys(process.images).length > 0 ? process.images : { ...dossier?.files };
}

/** The person took the pictures: the verification starts by itself and the browser goes back. A reload changes nothing. */
function finishCapture(store: SimulatorStore, processId: string | undefined): SimulatedAnswer {
  const process = store.captured(processId);
  if (process?.redirectUrl === undefined) return problem(404, "There is no such capture.");
  if (process.phase === "pending") {
    process.images = capturedImages(process);
    store.start(process);
  }
  const location = new URL(process.redirectUrl);
  location.searchParams.set("dossierId", process.dossierId);
  location.searchParams.set("processId", process.processId);
  return redirect(location.href);
}

function checked<T>(reading: Reading<T>, answer: (value: T) => SimulatedAnswer): SimulatedAnswer {
  if ("value" in reading) return answer(reading.value);
  const invalidParams = reading.wrong.map((name) => ({ name, reason: "missing or wrong" }));
  return problem(400, "Validation failed.", invalidParams);
}
