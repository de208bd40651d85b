import { apiPaths } from "../../api/paths.ts";
import { bytes, json, type SimulatedAnswer } from "../answer.ts";
import type { Route } from "../route.ts";
import { checked, type OnfidoDesk, withRecord } from "./desk.ts";
import { apiPath } from "./paths.ts";
import { notFound } from "./problem.ts";
import type { Reading } from "./read-request.ts";
import { readDocumentUpload, readLivePhotoUpload, textField, type UploadedDocument } from "./read-upload.ts";
import type { MediaKind, SimulatedMedia } from "./records.ts";

/** Uploads of documents and live photos, and downloads of these and of what the SDK took. */
export function mediaRoutes({ store }: OnfidoDesk): Route[] {
  const upload = (
    kind: "document" | "live_photo",
    form: FormData | undefined,
    file: Reading<UploadedDocument>,
  ): SimulatedAnswer => {
    const applicantId = textField(form, "applicant_id") ?? "";
    const applicant = store.applicants.has(applicantId)
      ? {}
      : { applicant_id: [applicantId === "" ? "can't be blank" : "is invalid"] };
    const wrong = { ...applicant, ...("wrong" in file ? file.wrong : {}) };
    return checked(Object.keys(wrong).length > 0 ? { wrong } : file, (value) =>
      json(201, mediaBody(store.addMedia(kind, applicantId, value))),
    );
  };
  const download = (kind: MediaKind, template: string, parameter: string): Route => ({
    method: "GET",
    template,
    answer: withRecord(
      (id) => {
        const media = store.media.get(id ?? "");
        return media?.kind === kind ? media : undefined;
      },
      parameter,
      ({ mediaType, content }) => bytes(mediaType, content),
    ),
  });

  const list = (kind: MediaKind, template: string, name: string): Route => ({
    method: "GET",
    template,
    answer: ({ query }) => {
      const applicantId = query.get("applicant_id") ?? "";
      if (!store.applicants.has(applicantId)) return notFound();
      const own = [...store.media.values()].filter((media) => media.kind === kind && media.applicantId === applicantId);
      return json(200, { [name]: own.map(mediaBody) });
    },
  });

  return [
    {
      method: "POST",
      template: apiPaths.documents,
      answer: async ({ form }) => upload("document", form, await readDocumentUpload(form)),
    },
    {
      method: "POST",
      template: apiPaths.livePhotos,
      answer: async ({ form }) => upload("live_photo", form, await readLivePhotoUpload(form)),
    },
    list("document", apiPaths.documents, "documents"),
    list("live_photo", apiPaths.livePhotos, "live_photos"),
    list("live_video", apiPaths.liveVideos, "live_videos"),
    list("motion_capture", apiPaths.motionCaptures, "motion_captures"),
    download("document", apiPaths.documentDownload, "documentId"),
    download("live_photo", apiPaths.livePhotoDownload, "livePhotoId"),
    download("live_video", apiPaths.liveVideoDownload, "liveVideoId"),
    download("motion_capture", apiPaths.motionCaptureDownload, "motionCaptureId"),
  ];
}

const fileTypes: Readonly<Record<string, string>> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "application/pdf": "pdf",
};

function mediaBody(media: SimulatedMedia): Record<string, unknown> {
  const { id, kind, createdAt, fileName, mediaType, content } = media;
  const href = kind === "document" ? `${apiPath("documents")}/${id}` : `${apiPath("livePhotos")}/${id}`;
  const common = {
    id,
    created_at: createdAt,
    href,
    download_href: `${href}/download`,
    file_name: fileName,
    file_size: content.byteLength,
  };
  if (kind !== "document") return { ...common, file_type: mediaType };
  return {
    ...common,
    file_type: fileTypes[mediaType],
    type: media.type,
    side: media.side,
    issuing_country: media.issuingCountry ?? null,
    applicant_id: media.applicantId,
  };
}
