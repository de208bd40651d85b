import { describe, expect, it } from "vitest";
import { onfidoAttributes } from "../src/mapping/attributes.ts";
import { foldDocumentType } from "../src/mapping/document-type.ts";
import { changed, contentOf, contextOf, fixture, mapFinal, passport } from "./mapping-samples.ts";

const document = "providerSpecific/documentVerification";
const face = "providerSpecific/facialSimilarity";
const artifact = (digit: number) => ({ $ref: "vault" as const, $id: `5e8de376-caa3-40a8-a998-8627a7d4d00${digit}` });

/** Both places of a value. */
const both = (name: string, value: unknown) => ({ [`finalResult/${name}`]: value, [`${document}/${name}`]: value });

describe("person and document", () => {
  const values = {
    firstName: "ALIX",
    lastName: "MUSTER",
    dateOfBirth: "1990-02-28",
    placeOfBirth: "NOWHERE",
    nationality: "UTO",
    gender: "M",
    personalIdentificationNumber: "123-X",
    documentType: "idCard",
    documentNumber: "X1",
    dateOfExpiry: "2030-12-31",
    dateOfIssue: "2020-02-29",
    issuingCountry: "UTO",
  };
  const blocks = {
    basicIdentity: { givenName: "ALIX", familyName: "MUSTER", birthDate: "1990-02-28", birthPlace: "NOWHERE" },
    extendedIdentity: { nationality: "UTO", sex: "MALE", personalAdministrativeNumber: "123-X" },
    documentData: {
      documentType: "ID",
      documentNumber: "X1",
      expiryDate: "2030-12-31",
      issuanceDate: "2020-02-29",
      issuingCountry: "UTO",
    },
  };
  const blocksOf = (raw: object) => {
    const status = mapFinal(raw);
    return Object.fromEntries(
      (["basicIdentity", "extendedIdentity", "documentData"] as const).map((type) => [type, contentOf(status, type)]),
    );
  };

  it("come from the final result", () => {
    expect(blocksOf({ status: "accepted", finalResult: values })).toStrictEqual(blocks);
  });

  it("come from the document report where there is no final result", () => {
    const raw = { status: "inconclusive", providerSpecific: { documentVerification: values } };
    expect(blocksOf(raw)).toStrictEqual(blocks);
  });

  it.each([
    ["dateOfBirth", "basicIdentity", "birthDate"],
    ["placeOfBirth", "basicIdentity", "birthPlace"],
    ["nationality", "extendedIdentity", "nationality"],
    ["gender", "extendedIdentity", "sex"],
    ["personalIdentificationNumber", "extendedIdentity", "personalAdministrativeNumber"],
    ["documentNumber", "documentData", "documentNumber"],
    ["dateOfExpiry", "documentData", "expiryDate"],
    ["dateOfIssue", "documentData", "issuanceDate"],
    ["issuingCountry", "documentData", "issuingCountry"],
  ] as const)("%s may be absent from %s", (name, type, member) => {
    const { [name]: _, ...finalResult } = values;
    const { [member]: __, ...content } = blocks[type] as Record<string, unknown>;
    for (const raw of [finalResult, { ...finalResult, [name]: null }, { ...finalResult, [name]: "" }]) {
      expect(blocksOf({ status: "accepted", finalResult: raw })).toStrictEqual({ ...blocks, [type]: content });
    }
  });

  it("nothing beyond the basic fields is no extended identity", () => {
    expect(contentOf(mapFinal(passport()), "extendedIdentity")).toBeUndefined();
  });

  it.each([
    ["firstName", "basicIdentity"],
    ["lastName", "basicIdentity"],
    ["documentType", "documentData"],
  ] as const)("without %s there is no %s, and a warning says so", (name, type) => {
    const status = mapFinal(passport(both(name, undefined)));
    expect(status.verdict).toBe("verified");
    expect(contentOf(status, type)).toBeUndefined();
    expect(status.warnings).toEqual([{ code: "missing_value", path: `finalResult.${name}` }]);
  });

  it.each(["rejected", "inconclusive"])("what %s should have had is looked for in the document report", (status) => {
    expect(mapFinal({ status, updatedAt: "2025-01-08T16:22:15Z" }).warnings).toEqual([
      { code: "missing_value", path: "documentVerification.firstName" },
      { code: "missing_value", path: "documentVerification.lastName" },
      { code: "missing_value", path: "documentVerification.documentType" },
    ]);
  });

  it.each(["canceled", "failed"])("nothing is expected of %s", (status) => {
    expect(mapFinal({ status, updatedAt: "2025-01-08T16:22:15Z" }).warnings).toEqual([]);
  });

  it("an accepted process of less than was ordered should still have them", () => {
    const status = mapFinal({ status: "accepted" });
    expect(status.verdict).toBe("inconclusive");
    expect(status.warnings).toContainEqual({ code: "missing_value", path: "documentVerification.lastName" });
  });
});

describe("values that cannot be read", () => {
  it.each(["1990-02-30", "1990-13-01", "90-01-01", "01/02/1990", "1990-01-01T00:00:00Z", "unknown", 19900101, {}, " "])(
    "the date %j is left out",
    (date) => {
      const status = mapFinal(passport(both("dateOfBirth", date)));
      expect(contentOf(status, "basicIdentity")).not.toHaveProperty("birthDate");
      expect(status.warnings).toEqual([{ code: "unreadable_value", path: "finalResult.dateOfBirth" }]);
    },
  );

  it.each(["1990-02-28", "2000-02-29", "2024-12-31", "0001-01-01"])("the date %s is kept", (date) => {
    expect(contentOf(mapFinal(passport(both("dateOfBirth", date))), "basicIdentity")?.birthDate).toBe(date);
  });

  it.each([7, true, {}, ["X"], "  "])("the document number %j is left out", (number) => {
    const status = mapFinal(passport(both("documentNumber", number)));
    expect(contentOf(status, "documentData")).not.toHaveProperty("documentNumber");
    expect(status.warnings[0]).toEqual({ code: "unreadable_value", path: "finalResult.documentNumber" });
  });

  it("the document report stands in for the final result", () => {
    const status = mapFinal(passport({ "finalResult/dateOfBirth": "unknown" }));
    expect(contentOf(status, "basicIdentity")?.birthDate).toBe("1965-03-10");
    expect(status.warnings).toEqual([{ code: "unreadable_value", path: "finalResult.dateOfBirth" }]);
  });

  it("the final result stands, and the document report is named", () => {
    const status = mapFinal(passport({ [`${document}/dateOfBirth`]: "unknown" }));
    expect(contentOf(status, "basicIdentity")?.birthDate).toBe("1965-03-10");
    expect(status.warnings).toEqual([{ code: "unreadable_value", path: "documentVerification.dateOfBirth" }]);
  });

  it("a required value that cannot be read is not called missing too", () => {
    const status = mapFinal(passport(both("lastName", 7)));
    expect(contentOf(status, "basicIdentity")).toBeUndefined();
    expect(status.warnings.map(({ code }) => code)).not.toContain("missing_value");
  });
});

describe("final result and document report that differ", () => {
  it.each([
    ["firstName", "ALIX"],
    ["dateOfBirth", "1965-03-11"],
    ["documentType", "driversLicense"],
    ["issuingCountry", "UTO"],
  ])("the final %s wins, with a warning", (name, other) => {
    const status = mapFinal(passport({ [`${document}/${name}`]: other }));
    expect(status.verdict).toBe("verified");
    expect(status.contents).toEqual([...mapFinal(passport()).contents]);
    expect(status.warnings).toEqual([{ code: "conflicting_value", path: `finalResult.${name}` }]);
  });

  it("two spellings of one type do not differ", () => {
    expect(mapFinal(passport({ [`${document}/documentType`]: "PASSPORT" })).warnings).toEqual([]);
  });

  it("a value in one of them only is no conflict", () => {
    expect(mapFinal(passport({ "finalResult/lastName": undefined })).warnings).toEqual([]);
    expect(mapFinal(passport({ [`${document}/lastName`]: undefined })).warnings).toEqual([]);
  });
});

describe("sex", () => {
  it.each([
    ["F", "FEMALE"],
    ["M", "MALE"],
    ["X", "NOT_APPLICABLE"],
    ["Female", "FEMALE"],
    ["male", "MALE"],
  ])("%s is %s", (gender, sex) => {
    expect(contentOf(mapFinal(passport({ [`${document}/gender`]: gender })), "extendedIdentity")).toEqual({ sex });
  });

  it.each(["woman", "<", 1, true])("%j is not known", (gender) => {
    const status = mapFinal(passport({ [`${document}/gender`]: gender }));
    expect(contentOf(status, "extendedIdentity")).toBeUndefined();
    expect(status.warnings).toEqual([{ code: "unknown_value", path: "documentVerification.gender" }]);
  });
});

describe("document types", () => {
  it.each([
    ["passport", "PASSPORT"],
    ["PASSPORT", "PASSPORT"],
    ["passport_card", "PASSPORT"],
    ["driversLicense", "DRIVING_LICENSE"],
    ["drivers_licence", "DRIVING_LICENSE"],
    ["driverLicense", "DRIVING_LICENSE"],
    ["driverLicence", "DRIVING_LICENSE"],
    ["driving_licence", "DRIVING_LICENSE"],
    ["drivingLicence", "DRIVING_LICENSE"],
    ["DRIVING_LICENSE", "DRIVING_LICENSE"],
    ["nationalIdentityCard", "ID"],
    ["national_identity_card", "ID"],
    ["nationalIdCard", "ID"],
    ["identityCard", "ID"],
    ["idCard", "ID"],
    ["ID", "ID"],
    ["residencePermit", "RESIDENT_PERMIT"],
    ["residence_permit", "RESIDENT_PERMIT"],
    ["RESIDENT_PERMIT", "RESIDENT_PERMIT"],
    ["residenceCard", "RESIDENT_PERMIT"],
    ["visa", "VISA"],
    ["healthCard", "HEALTH_CARD"],
    ["health_insurance_card", "HEALTH_CARD"],
  ])("%s is %s", (name, type) => {
    expect(foldDocumentType(name)).toBe(type);
    expect(contentOf(mapFinal(passport(both("documentType", name))), "documentData")?.documentType).toBe(type);
  });

  it.each(["libraryCard", "", "constructor", "passport2go", 5])("%j is not known", (name) => {
    expect(foldDocumentType(String(name))).toBeUndefined();
    const status = mapFinal(passport(both("documentType", name)));
    expect(contentOf(status, "documentData")).toBeUndefined();
    const code = name === "" ? "missing_value" : "unknown_value";
    expect(status.warnings).toEqual([{ code, path: "finalResult.documentType" }]);
  });
});

describe("pictures in the vault", () => {
  it("front and back of the document, and the selfie", () => {
    const artifacts = { front: artifact(1), back: artifact(2), selfie: artifact(3) };
    const status = mapFinal(passport(), contextOf({ biometricConsent: true }, artifacts));
    expect(contentOf(status, "documentImages")).toStrictEqual({
      documentType: "PASSPORT",
      frontSide: artifact(1),
      backSide: artifact(2),
    });
    expect(contentOf(status, "biometricSamples")).toStrictEqual({ face: artifact(3), consent: true });
    expect(status.contents.map(({ type }) => type)).toEqual([
      "basicIdentity",
      "documentData",
      "documentImages",
      "biometricSamples",
      "verification",
      "documentVerification",
    ]);
  });

  it("no back and no consent are left out", () => {
    const status = mapFinal(passport(), contextOf({}, { front: artifact(1), selfie: artifact(3) }));
    expect(contentOf(status, "documentImages")).toStrictEqual({ documentType: "PASSPORT", frontSide: artifact(1) });
    expect(contentOf(status, "biometricSamples")).toStrictEqual({ face: artifact(3) });
  });

  it("a refused consent is kept", () => {
    const status = mapFinal(passport(), contextOf({ biometricConsent: false }, { selfie: artifact(3) }));
    expect(contentOf(status, "biometricSamples")).toStrictEqual({ face: artifact(3), consent: false });
  });

  it("need no known document type", () => {
    const status = mapFinal(passport(both("documentType", "libraryCard")), contextOf({}, { front: artifact(1) }));
    expect(contentOf(status, "documentImages")).toStrictEqual({ frontSide: artifact(1) });
    expect(contentOf(status, "documentData")).toBeUndefined();
  });

  it("a back without a front is no pair of pictures", () => {
    expect(contentOf(mapFinal(passport(), contextOf({}, { back: artifact(2) })), "documentImages")).toBeUndefined();
  });
});

describe("attributes", () => {
  const licence = (changes: Record<string, unknown> = {}) =>
    mapFinal(changed(fixture("accepted-driving-licence"), changes), contextOf({ processType: "document" })).attributes
      .drivingLicence;
  const score = `${face}/breakdowns/faceComparison/breakdown/faceMatch/properties/score`;

  it("say where they come from", () => {
    const report = "documentVerification";
    const facial = "facialSimilarity";
    expect(onfidoAttributes).toStrictEqual([
      { attribute: "drivingLicence.restricted", sources: [`${report}.restrictedLicence`] },
      { attribute: "drivingLicence.rawVehicleClasses", sources: [`${report}.rawVehicleClasses`] },
      {
        attribute: "drivingLicence.vehicleClassDetails",
        sources: [`${report}.vehicleClassDetails`, `${report}.drivingLicenceInformation`],
      },
      {
        attribute: "drivingLicence.manualTransmissionRestriction",
        sources: [`${report}.manualTransmissionRestriction`],
      },
      { attribute: "drivingLicence.passengerVehicle", sources: [`${report}.passengerVehicle`] },
      { attribute: "aliasName", sources: [`${report}.aliasName`] },
      { attribute: "similarityScore", sources: ["finalResult.similarityScore", `${facial}.similarityScore`] },
      {
        attribute: "faceMatchScore",
        sources: [`${facial}.breakdowns.faceComparison.breakdown.faceMatch.properties.score`],
      },
      {
        attribute: "fraudSuspected",
        sources: [
          `${report}.subResult`,
          `${facial}.subResult`,
          `${report}.rawReport.subResult`,
          `${facial}.rawReport.subResult`,
        ],
      },
    ]);
  });

  it.each([
    ["restricted", "restrictedLicence", ["true", 1, null]],
    ["rawVehicleClasses", "rawVehicleClasses", [["A"], "", null]],
    ["vehicleClassDetails", "vehicleClassDetails", ["A", {}, [], [{}], ["A"], [{ category: 1 }], null]],
    ["manualTransmissionRestriction", "manualTransmissionRestriction", ["false", 0, null]],
    ["passengerVehicle", "passengerVehicle", ["2004-10-07", {}, { obtainmentDate: "soon" }, [], null]],
  ])("the licence's %s of another type is left out", (name, source, values) => {
    const { [name]: _, ...others } = licence() as Record<string, unknown>;
    for (const value of values) expect(licence({ [`${document}/${source}`]: value })).toStrictEqual(others);
  });

  it("members of a vehicle class are left out alone", () => {
    const classes = [
      { category: "A", obtainmentDate: "2018-07-11", expiryDate: "never" },
      { category: "B", obtainmentDate: 2004, expiryDate: "2036-07-23" },
      { category: "C" },
      { obtainmentDate: "2018-07-11" },
    ];
    expect(licence({ [`${document}/vehicleClassDetails`]: classes })).toHaveProperty("vehicleClassDetails", [
      { category: "A", obtainmentDate: "2018-07-11" },
      { category: "B", expiryDate: "2036-07-23" },
      { category: "C" },
    ]);
    const vehicle = { obtainmentDate: "2004-10-07", expiryDate: null };
    expect(licence({ [`${document}/passengerVehicle`]: vehicle })).toHaveProperty("passengerVehicle", {
      obtainmentDate: "2004-10-07",
    });
  });

  it("flags are kept when they are true", () => {
    expect(licence({ [`${document}/restrictedLicence`]: true })).toHaveProperty("restricted", true);
  });

  it("no licence, no attribute", () => {
    expect(mapFinal(passport()).attributes).toStrictEqual({ similarityScore: "medium", faceMatchScore: 0.6512 });
  });

  it("the final similarity score comes first", () => {
    expect(mapFinal(passport({ "finalResult/similarityScore": "high" })).attributes.similarityScore).toBe("high");
    expect(mapFinal(passport({ "finalResult/similarityScore": 3 })).attributes.similarityScore).toBe("medium");
  });

  it.each([0, 1, 0.5])("the face match score %d is kept", (value) => {
    expect(mapFinal(passport({ [score]: value })).attributes.faceMatchScore).toBe(value);
  });

  it.each([-0.1, 1.1, "0.5", null])("the face match score %j is left out", (value) => {
    expect(mapFinal(passport({ [score]: value })).attributes).not.toHaveProperty("faceMatchScore");
  });
});
