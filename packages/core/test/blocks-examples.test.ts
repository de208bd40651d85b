import { describe, expect, it } from "vitest";
import { contentSchemas } from "../src/blocks/content-schemas.ts";
import { parseDataBlock } from "../src/data-block.ts";

const biometricSamples = {
  datablockId: "b5e60a3b-b553-4160-ae8d-baa42a595eaa",
  type: "biometricSamples",
  createdBy: { stepId: "DOC_ID", clock: 1 },
  createdAt: "2026-02-10T14:00:01.899Z",
  status: "STORED",
  content: { face: { $ref: "vault", $id: "5e8de376-caa3-40a8-a998-8627a7d4d009" } },
};

const documentImages = {
  createdAt: "2026-02-10T14:00:01.899Z",
  documentType: "ID",
  frontSide: { $ref: "vault", $id: "4d293362-9738-4a37-8d74-eb3acbc35749" },
  backSide: { $ref: "vault", $id: "fd9bbe6e-61f8-41d3-9a18-efa4bd997bb4" },
};

const documentVerification = {
  datablockId: "6688a3d7-f1f7-42bf-bc11-4712395b41b6",
  type: "documentVerification",
  createdBy: { stepId: "DOC_ID", clock: 1 },
  createdAt: "2026-02-10T14:00:01.633Z",
  status: "STORED",
  content: {
    verdict: { status: "VERIFIED" },
    issues: [],
    report: { $ref: "vault", $id: "d16dc58a-a939-4e15-afea-28efb9f87f3f" },
    evidences: [
      { type: "livenessRecording", ref: { $ref: "vault", $id: "2bca8bb8-7220-41c9-82bd-472347a399b9" } },
      { type: "analysisReport", ref: { $ref: "vault", $id: "84ccc2ee-2c31-4b8d-8e1a-d77551080a4f" } },
    ],
  },
};

const extendedIdentity = {
  datablockId: "a93e5fb3-8053-49bc-9071-44a0d297fb6f",
  type: "extendedIdentity",
  createdBy: { stepId: "DOC_ID", clock: 1 },
  createdAt: "2026-02-10T14:00:01.917Z",
  status: "STORED",
  content: {
    portrait: { $ref: "vault", $id: "020ff369-43d8-4b8a-94e7-6814c0bdc35a" },
    nationality: "FRA",
    sex: 1,
    residentAddress: "24 RUE DANTON 35700 RENNES FRANCE",
  },
};

describe("the examples of the data block document", () => {
  it.each([biometricSamples, documentVerification, extendedIdentity])("$type parses as it stands", (example) => {
    expect(parseDataBlock(example)).toEqual({ ok: true, value: example });
  });

  it("documentImages parses once its createdAt stands in the envelope", () => {
    const { createdAt, ...content } = documentImages;
    const block = { ...biometricSamples, type: "documentImages", createdAt, content };
    expect(parseDataBlock(block)).toEqual({ ok: true, value: block });
  });

  it("documentImages refuses a createdAt in the content: the attribute list has none", () => {
    expect(contentSchemas.documentImages.safeParse(documentImages).error?.issues[0]?.code).toBe("unrecognized_keys");
  });
});
