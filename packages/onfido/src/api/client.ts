import {
  failure,
  type IdvError,
  type IdvResult,
  type JsonObject,
  type Logger,
  type Secret,
  success,
} from "@idvkit/core";
import {
  clientCredentials,
  createHttpClient,
  createRateLimiter,
  type HttpBody,
  type HttpCall,
  type HttpClient,
  type HttpClientOptions,
  type RateLimiter,
  type TokenSource,
} from "@idvkit/driver-kit";
import { onfidoError } from "../refusal.ts";
import {
  apiTokenSource,
  type Environment,
  environments,
  hintingAtRegion,
  type Region,
  regions,
  sandboxedAnswer,
} from "./api-token.ts";
import { errorCodeOf, errorPathsOf } from "./error-body.ts";
import { apiPaths } from "./paths.ts";
import {
  type CreatedCheck,
  type CreatedWorkflowRun,
  isSandboxed,
  type MediaKind,
  readChecks,
  readCreatedCheck,
  readCreatedId,
  readCreatedWorkflowRun,
  readReports,
  readSdkToken,
  readTasks,
  readTimelineFileId,
  readUploads,
  type UploadedMedia,
  type WorkflowTask,
} from "./wire-calls.ts";

export interface ApiClientSettings {
  /** A classic API token. Without it an OAuth 2 client: `clientId` and `clientSecret`. */
  apiToken?: Secret;
  clientId?: Secret;
  clientSecret?: Secret;
  region: Region;
  /** When given, credentials and answers of the other environment are refused, as far as they show theirs. */
  environment?: Environment;
  /** Default `https://api.{region}.onfido.com/v3.6`. */
  baseUrl?: string;
  /** One for all clients of an account, because Onfido counts the account's requests. Takes the place of `rateLimit`. */
  rateLimiter?: RateLimiter;
  /** Default 400 requests in 60,000 milliseconds, Onfido's limit of a live account. */
  rateLimit?: { requests: number; intervalMs: number };
  http?: Pick<HttpClientOptions, "timeoutMs" | "retries" | "retryDelayMs" | "maxResponseBytes">;
  axios?: NonNullable<HttpClientOptions["axios"]>;
  log?: Logger;
}

/** What a call takes besides its arguments. A `DriverContext` fits. */
export interface ApiCall {
  signal?: AbortSignal;
  log?: Logger;
}

export interface ApiImage {
  content: Uint8Array;
  mediaType: keyof typeof fileEndings;
}

export interface ApiDocument {
  applicantId: string;
  /** As Onfido spells it, such as `driving_licence`. */
  type: string;
  side: "front" | "back";
  /** ISO 3166-1 alpha-3. */
  issuingCountry?: string;
  image: ApiImage;
}

/**
 * Onfido's API v3.6 as one function for each call. Every call fails with the codes of the HTTP client, and with
 * `configuration` for credentials that do not fit `region` or `environment`; the ones that read an answer fail with
 * `invalid_response` when it lacks what they need. An error names the fields that Onfido complains about, without values.
 * After a network fault or a 5xx only reading and deleting is repeated; after a rejected OAuth token every call is, once.
 */
export interface ApiClient {
  /** Gives the id of the new applicant. */
  createApplicant(body: JsonObject, call: ApiCall): Promise<IdvResult<string>>;
  deleteApplicant(applicantId: string, call: ApiCall): Promise<IdvResult<void>>;
  /** What was uploaded for an applicant, by whomever. */
  listMedia(kind: MediaKind, applicantId: string, call: ApiCall): Promise<IdvResult<UploadedMedia[]>>;
  /** Gives the token of Onfido's SDK. It is for the person, and valid for 90 minutes. */
  createSdkToken(body: JsonObject, call: ApiCall): Promise<IdvResult<string>>;
  /** Gives the id of the document. */
  uploadDocument(document: ApiDocument, call: ApiCall): Promise<IdvResult<string>>;
  /** Gives the id of the live photo. */
  uploadLivePhoto(photo: { applicantId: string; image: ApiImage }, call: ApiCall): Promise<IdvResult<string>>;
  createCheck(body: JsonObject, call: ApiCall): Promise<IdvResult<CreatedCheck>>;
  /** The checks of an applicant. */
  listChecks(applicantId: string, call: ApiCall): Promise<IdvResult<CreatedCheck[]>>;
  /** The check as Onfido gives it; the mapping reads it. So with the other calls that give `unknown`. */
  getCheck(checkId: string, call: ApiCall): Promise<IdvResult<unknown>>;
  listReports(checkId: string, call: ApiCall): Promise<IdvResult<unknown[]>>;
  getReport(reportId: string, call: ApiCall): Promise<IdvResult<unknown>>;
  /** The check as a PDF. */
  downloadCheck(checkId: string, call: ApiCall): Promise<IdvResult<Uint8Array>>;
  createWorkflowRun(body: JsonObject, call: ApiCall): Promise<IdvResult<CreatedWorkflowRun>>;
  getWorkflowRun(workflowRunId: string, call: ApiCall): Promise<IdvResult<unknown>>;
  listTasks(workflowRunId: string, call: ApiCall): Promise<IdvResult<WorkflowTask[]>>;
  getTask(workflowRunId: string, taskId: string, call: ApiCall): Promise<IdvResult<unknown>>;
  /** A signed PDF. */
  getSignedEvidenceFile(workflowRunId: string, call: ApiCall): Promise<IdvResult<Uint8Array>>;
  /** A zip. */
  getEvidenceFolder(workflowRunId: string, call: ApiCall): Promise<IdvResult<Uint8Array>>;
  /** Gives the id of the file, which Onfido then makes. */
  createTimelineFile(workflowRunId: string, call: ApiCall): Promise<IdvResult<string>>;
  /** A PDF. Fails with `provider_error` and status 404 while Onfido still makes it. */
  getTimelineFile(workflowRunId: string, timelineFileId: string, call: ApiCall): Promise<IdvResult<Uint8Array>>;
  downloadDocument(documentId: string, call: ApiCall): Promise<IdvResult<Uint8Array>>;
  downloadLivePhoto(livePhotoId: string, call: ApiCall): Promise<IdvResult<Uint8Array>>;
  downloadLiveVideo(liveVideoId: string, call: ApiCall): Promise<IdvResult<Uint8Array>>;
  downloadMotionCapture(motionCaptureId: string, call: ApiCall): Promise<IdvResult<Uint8Array>>;
}

/** Makes a client. Throws an `IdvError` (`configuration`) for settings that cannot work. */
export function createApiClient(settings: ApiClientSettings): ApiClient {
  const { region, environment } = settings;
  checkName("region", region, regions);
  if (environment !== undefined) checkName("environment", environment, environments);
  const http = createHttpClient({
    provider: "onfido",
    baseUrl: settings.baseUrl ?? `https://api.${region}.onfido.com/v3.6`,
    ...settings.http,
    rateLimiter: settings.rateLimiter ?? createRateLimiter(settings.rateLimit ?? liveRateLimit),
    errorCode: errorCodeOf,
    errorPaths: errorPathsOf,
    ...(settings.axios !== undefined && { axios: settings.axios }),
    ...(settings.log !== undefined && { log: settings.log }),
  });
  const tokens = tokenSource(settings, http);

  const readJson = async <T>(request: ApiRequest, call: ApiCall, read: (body: unknown) => IdvResult<T>) => {
    const answer = await tokens.withToken((headers) => http.json(httpCall(request, headers, call)), call.signal);
    if (!answer.ok) return answer;
    const { body } = answer.value;
    return environment === "live" && isSandboxed(body) ? failure(sandboxedAnswer()) : read(body);
  };
  const post = <T>(path: string, body: HttpBody, call: ApiCall, read: (body: unknown) => IdvResult<T>) =>
    readJson({ method: "POST", path, body }, call, read);
  const get = (path: string, parameters: Record<string, string>, call: ApiCall) =>
    readJson({ method: "GET", path, parameters }, call, (body) => success(body));
  const list = <T>(path: string, query: Record<string, string>, call: ApiCall, read: (body: unknown) => IdvResult<T>) =>
    readJson({ method: "GET", path, query }, call, read);
  const download = async (
    path: string,
    parameters: Record<string, string>,
    kind: keyof typeof downloadBytes,
    call: ApiCall,
  ): Promise<IdvResult<Uint8Array>> => {
    const request = { method: "GET", path, parameters, redirects: 2, maxResponseBytes: downloadBytes[kind] } as const;
    const answer = await tokens.withToken((headers) => http.bytes(httpCall(request, headers, call)), call.signal);
    return answer.ok ? success(answer.value.body) : answer;
  };

  return {
    createApplicant: (json, call) => post(apiPaths.applicants, { json }, call, readCreatedId("applicant")),
    async deleteApplicant(applicantId, call) {
      const request = { method: "DELETE", path: apiPaths.applicant, parameters: { applicantId } } as const;
      const answer = await tokens.withToken((headers) => http.empty(httpCall(request, headers, call)), call.signal);
      return answer.ok ? success(undefined) : answer;
    },
    listMedia: (kind, applicant_id, call) =>
      list(apiPaths[kind], { applicant_id }, call, readUploads(apiPaths[kind].slice(1))),
    createSdkToken: (json, call) => post(apiPaths.sdkToken, { json }, call, readSdkToken),
    uploadDocument({ applicantId, type, side, issuingCountry, image }, call) {
      const multipart = {
        applicant_id: applicantId,
        type,
        side,
        ...(issuingCountry !== undefined && { issuing_country: issuingCountry }),
        file: filePart(image, side),
      };
      return post(apiPaths.documents, { multipart }, call, readCreatedId("document"));
    },
    uploadLivePhoto({ applicantId, image }, call) {
      const multipart = { applicant_id: applicantId, file: filePart(image, "live-photo") };
      return post(apiPaths.livePhotos, { multipart }, call, readCreatedId("livePhoto"));
    },
    createCheck: (json, call) => post(apiPaths.checks, { json }, call, readCreatedCheck),
    listChecks: (applicant_id, call) => list(apiPaths.checks, { applicant_id }, call, readChecks),
    getCheck: (checkId, call) => get(apiPaths.check, { checkId }, call),
    listReports: (check_id, call) => list(apiPaths.reports, { check_id }, call, readReports),
    getReport: (reportId, call) => get(apiPaths.report, { reportId }, call),
    downloadCheck: (checkId, call) => download(apiPaths.checkDownload, { checkId }, "pdf", call),
    createWorkflowRun: (json, call) => post(apiPaths.workflowRuns, { json }, call, readCreatedWorkflowRun),
    getWorkflowRun: (workflowRunId, call) => get(apiPaths.workflowRun, { workflowRunId }, call),
    listTasks(workflowRunId, call) {
      return readJson({ method: "GET", path: apiPaths.tasks, parameters: { workflowRunId } }, call, readTasks);
    },
    getTask: (workflowRunId, taskId, call) => get(apiPaths.task, { workflowRunId, taskId }, call),
    getSignedEvidenceFile: (workflowRunId, call) =>
      download(apiPaths.signedEvidenceFile, { workflowRunId }, "pdf", call),
    getEvidenceFolder: (workflowRunId, call) => download(apiPaths.evidenceFolder, { workflowRunId }, "zip", call),
    createTimelineFile(workflowRunId, call) {
      const request = { method: "POST", path: apiPaths.timelineFile, parameters: { workflowRunId } } as const;
      return readJson(request, call, readTimelineFileId);
    },
    getTimelineFile: (workflowRunId, timelineFileId, call) =>
      download(apiPaths.timelineFileContent, { workflowRunId, timelineFileId }, "pdf", call),
    downloadDocument: (documentId, call) => download(apiPaths.documentDownload, { documentId }, "image", call),
    downloadLivePhoto: (livePhotoId, call) => download(apiPaths.livePhotoDownload, { livePhotoId }, "image", call),
    downloadLiveVideo: (liveVideoId, call) => download(apiPaths.liveVideoDownload, { liveVideoId }, "video", call),
    downloadMotionCapture: (motionCaptureId, call) =>
      download(apiPaths.motionCaptureDownload, { motionCaptureId }, "video", call),
  };
}

const liveRateLimit = { requests: 400, intervalMs: 60_000 };

const mebibyte = 1024 * 1024;

/** The largest download that is taken, by its kind. Onfido takes images of up to 10 MB; it names no limit for the rest. */
const downloadBytes = { image: 20 * mebibyte, pdf: 50 * mebibyte, video: 100 * mebibyte, zip: 200 * mebibyte };

/** The files that Onfido takes. The file gets a name of ours: the person's own could say who it is. */
const fileEndings = { "image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf" } as const;

function filePart({ content, mediaType }: ApiImage, name: string) {
  return { content, mediaType, fileName: `${name}.${fileEndings[mediaType]}` };
}

function tokenSource(settings: ApiClientSettings, http: HttpClient): TokenSource {
  const { apiToken, clientId, clientSecret, region, environment } = settings;
  const isToken = apiToken !== undefined && clientId === undefined && clientSecret === undefined;
  if (isToken) return apiTokenSource({ apiToken, region, ...(environment && { environment }) });
  if (apiToken !== undefined || clientId === undefined || clientSecret === undefined) {
    throw configuration("options.apiToken: expected either it, or options.clientId and options.clientSecret");
  }
  const scope = "all_scopes";
  // Onfido's own SDKs send the credentials in the form.
  const authentication = "post";
  const path = apiPaths.oauthToken;
  return hintingAtRegion(clientCredentials({ http, path, clientId, clientSecret, scope, authentication }));
}

interface ApiRequest {
  method: "GET" | "POST" | "DELETE";
  path: string;
  parameters?: Record<string, string>;
  query?: Record<string, string>;
  body?: HttpBody;
  redirects?: number;
  maxResponseBytes?: number;
}

function httpCall(request: ApiRequest, headers: { authorization: string }, call: ApiCall): HttpCall {
  const { method, parameters = {}, ...rest } = request;
  return {
    method,
    ...rest,
    pathParameters: parameters,
    headers,
    retry: method === "POST" ? "never" : "safe",
    ...(call.signal !== undefined && { signal: call.signal }),
    ...(call.log !== undefined && { log: call.log }),
  };
}

function checkName(name: string, value: string, known: readonly string[]): void {
  if (!known.includes(value)) throw configuration(`options.${name}: expected ${known.join(", ")}`);
}

function configuration(message: string): IdvError {
  return onfidoError("configuration", message);
}
