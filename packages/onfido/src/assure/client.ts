import { failure, IdvError, type IdvResult, type JsonObject, type Logger, type Secret, success } from "@idvkit/core";
import { clientCredentials, createHttpClient, type HttpAnswer, type HttpClientOptions } from "@idvkit/driver-kit";
import { type CapturedImages, imageSides } from "../images.ts";
import { refuse } from "../refusal.ts";
import { type CaptureConfigurationCalls, captureConfigurationCalls } from "./capture-configuration-calls.ts";
import { toDataUrl } from "./data-url.ts";
import { type Dossier, readDossier, readDossiers } from "./dossier.ts";
import { type FullResult, fullResultLimits, readFullResult } from "./full-result.ts";
import { type AssurePathSettings, assurePaths, checkPaths } from "./paths.ts";
import { type AssureCall, type AssureRequest, type AssureSender, httpCall } from "./request.ts";
import {
  type CreatedProcess,
  errorCodeOf,
  malformedAuthorization,
  readCreatedProcess,
  readDocumentTypes,
  readDossierId,
  readStartedCapture,
  type StartedCapture,
} from "./wire-calls.ts";

export type { AssureCall } from "./request.ts";

export interface AssureClientSettings {
  clientId: Secret;
  clientSecret: Secret;
  /** Default `https://api.signicat.com`. */
  baseUrl?: string;
  tokenPath?: string;
  scope?: string;
  paths?: AssurePathSettings;
  http?: Pick<HttpClientOptions, "timeoutMs" | "retries" | "retryDelayMs" | "maxResponseBytes">;
  axios?: NonNullable<HttpClientOptions["axios"]>;
  log?: Logger;
}

/**
 * The Assure API as one function for each call. Every call fails with the codes of the HTTP client; the ones that read
 * an answer fail with `invalid_response` when it lacks what they need. After a network fault or a 5xx only reading,
 * replacing and deleting is repeated; after a rejected token every call is, once.
 */
export interface AssureClient extends CaptureConfigurationCalls {
  /** Gives the id of the new dossier. */
  createDossier(externalReference: string | undefined, call: AssureCall): Promise<IdvResult<string>>;
  /** Every dossier that Assure gives for this client; nothing is known about pages of the list. */
  listDossiers(call: AssureCall): Promise<IdvResult<Dossier[]>>;
  getDossier(dossierId: string, call: AssureCall): Promise<IdvResult<Dossier>>;
  deleteDossier(dossierId: string, call: AssureCall): Promise<IdvResult<void>>;
  /** Stores images in the dossier. A process that has none of its own is verified with them. */
  uploadDossierFiles(dossierId: string, images: CapturedImages, call: AssureCall): Promise<IdvResult<void>>;
  createProcess(dossierId: string, body: JsonObject, call: AssureCall): Promise<IdvResult<CreatedProcess>>;
  startCapture(dossierId: string, body: JsonObject, call: AssureCall): Promise<IdvResult<StartedCapture>>;
  /** Into the dossier (`uploadDossierFiles`), or into the process when `paths.setImages` is set. */
  uploadImages(
    dossierId: string,
    processId: string,
    images: CapturedImages,
    call: AssureCall,
  ): Promise<IdvResult<void>>;
  startVerification(dossierId: string, processId: string, call: AssureCall): Promise<IdvResult<void>>;
  /** The process as Assure gives it; `mapProcess` reads it. */
  getProcess(dossierId: string, processId: string, call: AssureCall): Promise<IdvResult<unknown>>;
  deleteProcess(dossierId: string, processId: string, call: AssureCall): Promise<IdvResult<void>>;
  listDocumentTypes(call: AssureCall): Promise<IdvResult<string[]>>;
  /**
   * The bytes of one image: `front`, `selfie`, and `back` for documents with two sides; Onfido gives no portrait.
   * Fails with `configuration` while `paths.getImage` is not set.
   */
  getImage(dossierId: string, processId: string, depiction: string, call: AssureCall): Promise<IdvResult<Uint8Array>>;
  /** Downloads and unpacks the zip (`readFullResult`). Fails with `configuration` while `paths.fullResult` is not set. */
  downloadFullResult(dossierId: string, processId: string, call: AssureCall): Promise<IdvResult<FullResult>>;
}

/** Makes a client. Throws an `IdvError` (`configuration`) for a path template that cannot work. */
export function createAssureClient(settings: AssureClientSettings): AssureClient {
  const paths = settings.paths ?? {};
  checkPaths(paths);
  const http = createHttpClient({
    provider: "onfido",
    baseUrl: settings.baseUrl ?? "https://api.signicat.com",
    ...settings.http,
    errorCode: errorCodeOf,
    ...(settings.axios !== undefined && { axios: settings.axios }),
    ...(settings.log !== undefined && { log: settings.log }),
  });
  const tokens = clientCredentials({
    http,
    path: settings.tokenPath ?? "/auth/open/connect/token",
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    scope: settings.scope ?? "signicat-api",
    authentication: "basic",
  });
  const withToken = <T>(call: AssureCall, run: (headers: { authorization: string }) => Promise<IdvResult<T>>) =>
    tokens.withToken(async (headers) => rejectedToken(await run(headers)), call.signal);

  const readJson: AssureSender["readJson"] = async (request, call, read) => {
    const answer = await withToken(call, (headers) => http.json(httpCall(request, headers, call)));
    return answer.ok ? read(answer.value.body) : answer;
  };
  const findJson: AssureSender["findJson"] = async (request, call, read) => {
    const found = await withToken(call, async (headers): Promise<IdvResult<HttpAnswer<unknown> | null>> => {
      const answer = await http.json(httpCall(request, headers, call));
      return !answer.ok && answer.error.httpStatus === 404 ? success(null) : answer;
    });
    if (!found.ok) return found;
    return found.value === null ? success(null) : read(found.value.body);
  };
  const readBytes = async (request: AssureRequest, call: AssureCall): Promise<IdvResult<Uint8Array>> => {
    const answer = await withToken(call, (headers) => http.bytes(httpCall(request, headers, call)));
    return answer.ok ? success(answer.value.body) : answer;
  };
  const finish: AssureSender["finish"] = async (request, call) => {
    const answer = await withToken(call, (headers) => http.empty(httpCall(request, headers, call)));
    return answer.ok ? success(undefined) : answer;
  };
  const uploadDossierFiles: AssureClient["uploadDossierFiles"] = (dossierId, images, call) =>
    finish({ method: "POST", path: assurePaths.files, parameters: { dossierId }, json: imagesBody(images) }, call);

  return {
    createDossier(externalReference, call) {
      const json = externalReference === undefined ? {} : { externalReference };
      return readJson({ method: "POST", path: assurePaths.dossiers, json }, call, readDossierId);
    },
    listDossiers(call) {
      return readJson({ method: "GET", path: assurePaths.dossiers }, call, readDossiers);
    },
    getDossier(dossierId, call) {
      return readJson({ method: "GET", path: assurePaths.dossier, parameters: { dossierId } }, call, readDossier);
    },
    deleteDossier(dossierId, call) {
      return finish({ method: "DELETE", path: assurePaths.dossier, parameters: { dossierId } }, call);
    },
    uploadDossierFiles,
    createProcess(dossierId, json, call) {
      const request = { method: "POST", path: assurePaths.processes, parameters: { dossierId }, json } as const;
      return readJson(request, call, readCreatedProcess);
    },
    startCapture(dossierId, json, call) {
      const request = { method: "POST", path: assurePaths.capture, parameters: { dossierId }, json } as const;
      return readJson(request, call, readStartedCapture);
    },
    uploadImages(dossierId, processId, images, call) {
      const path = paths.setImages;
      if (path === undefined) return uploadDossierFiles(dossierId, images, call);
      const parameters = { dossierId, processId };
      return finish({ method: "POST", path, parameters, json: imagesBody(images) }, call);
    },
    startVerification(dossierId, processId, call) {
      const path = paths.startVerification ?? assurePaths.process;
      const parameters = { dossierId, processId };
      return finish({ method: "POST", path, parameters }, call);
    },
    getProcess(dossierId, processId, call) {
      const request = { method: "GET", path: assurePaths.process, parameters: { dossierId, processId } } as const;
      return readJson(request, call, success);
    },
    deleteProcess(dossierId, processId, call) {
      return finish({ method: "DELETE", path: assurePaths.process, parameters: { dossierId, processId } }, call);
    },
    listDocumentTypes(call) {
      return readJson({ method: "GET", path: assurePaths.documentTypes }, call, readDocumentTypes);
    },
    async getImage(dossierId, processId, depiction, call) {
      if (paths.getImage === undefined) return notSet("getImage");
      // "Get image" spells depictions in capitals, the process in small letters.
      const parameters = { dossierId, processId, depiction: depiction.toUpperCase() };
      return readBytes({ method: "GET", path: paths.getImage, parameters }, call);
    },
    async downloadFullResult(dossierId, processId, call) {
      if (paths.fullResult === undefined) return notSet("fullResult");
      const { zipBytes: maxResponseBytes } = fullResultLimits;
      const parameters = { dossierId, processId };
      const zip = await readBytes({ method: "GET", path: paths.fullResult, parameters, maxResponseBytes }, call);
      return zip.ok ? readFullResult(zip.value) : zip;
    },
    ...captureConfigurationCalls({ readJson, findJson, finish }),
  };
}

/**
 * Assure answers a malformed Authorization header with 400. It refused the call before it did anything, so that the
 * call may be made again with a new token, like after a 401.
 */
function rejectedToken<T>(result: IdvResult<T>): IdvResult<T> {
  if (result.ok || result.error.httpStatus !== 400 || result.error.providerCode !== malformedAuthorization) {
    return result;
  }
  const { message, httpStatus, providerCode } = result.error;
  return failure(new IdvError({ code: "credentials_rejected", message, provider: "onfido", httpStatus, providerCode }));
}

function imagesBody(images: CapturedImages): Record<string, string> {
  const body: Record<string, string> = {};
  for (const side of imageSides) {
    const image = images[side];
    if (image !== undefined) body[side] = toDataUrl(image);
  }
  return body;
}

function notSet(name: "getImage" | "fullResult"): IdvResult<never> {
  return refuse("configuration", `paths.${name}: not set`);
}
