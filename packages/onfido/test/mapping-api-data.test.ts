import type { FinalStatus } from "@idvkit/core";
import { describe, expect, it } from "vitest";
import type { OnfidoOrder } from "../src/mapping/order.ts";
import { checkOf, document, mapFinalCheck, mapFinalRun, report, runOf, taskOutput } from "./mapping-api-samples.ts";
import { contentOf, contextOf, issueCodesOf, type Json } from "./mapping-samples.ts";

type Changes = Record<string, unknown>;

/** The data of a passport with other properties. */
function map(properties: Changes, order: Partial<OnfidoOrder> = {}): FinalStatus {
  const changes = Object.fromEntries(Object.entries(properties).map(([name, value]) => [`properties/${name}`, value]));
  return mapFinalCheck(checkOf([report("document", changes)]), contextOf({ processType: "document", ...order }));
}

describe("properties of Onfido's document report", () => {
  it("fill the same blocks as Assure's", () => {
    const properties = {
      first_name: "ALIX",
      last_name: "MUSTER",
      date_of_birth: "1990-02-28",
      place_of_birth: "NOWHERE",
      nationality: "UTO",
      gender: "Male",
      personal_number: "123-X",
      document_type: "national_identity_card",
      document_number: undefined,
      document_numbers: [{ type: "document_number", value: "X1" }],
      date_of_expiry: "2030-12-31",
      issuing_date: "2020-02-29",
      issuing_country: "UTO",
    };
    const status = map(properties);
    expect(contentOf(status, "basicIdentity")).toStrictEqual({
      givenName: "ALIX",
      familyName: "MUSTER",
      birthDate: "1990-02-28",
      birthPlace: "NOWHERE",
    });
    expect(contentOf(status, "extendedIdentity")).toStrictEqual({
      nationality: "UTO",
      sex: "MALE",
      personalAdministrativeNumber: "123-X",
    });
    expect(contentOf(status, "documentData")).toStrictEqual({
      documentType: "ID",
      documentNumber: "X1",
      expiryDate: "2030-12-31",
      issuanceDate: "2020-02-29",
      issuingCountry: "UTO",
    });
    expect(status.warnings).toEqual([]);
  });

  it.each([
    ["Female", "FEMALE"],
    ["Male", "MALE"],
    ["female", "FEMALE"],
    ["F", "FEMALE"],
    ["m", "MALE"],
    ["X", "NOT_APPLICABLE"],
  ])("gender %s is %s", (gender, sex) => {
    expect(contentOf(map({ gender }), "extendedIdentity")).toEqual({ sex });
  });

  it("another word for the gender is left out, with a warning", () => {
    const status = map({ gender: "Unspecified" });
    expect(contentOf(status, "extendedIdentity")).toBeUndefined();
    expect(status.warnings).toEqual([{ code: "unknown_value", path: "documentVerification.gender" }]);
  });

  it.each([
    ["first_name", "firstName", "basicIdentity"],
    ["last_name", "lastName", "basicIdentity"],
    ["document_type", "documentType", "documentData"],
  ] as const)("without %s there is no block, and a warning says so", (name, member, type) => {
    const status = map({ [name]: undefined });
    expect(status.verdict).toBe("verified");
    expect(contentOf(status, type)).toBeUndefined();
    expect(status.warnings).toEqual([{ code: "missing_value", path: `documentVerification.${member}` }]);
  });

  const mapOne = (properties: unknown) =>
    mapFinalCheck(checkOf([report("document", { properties })]), contextOf({ processType: "document" }));

  it.each([null, undefined, [], {}])("that are %j are missing", (properties) => {
    const status = mapOne(properties);
    expect(status.verdict).toBe("verified");
    expect(status.contents.map(({ type }) => type)).toEqual(["verification", "documentVerification"]);
    expect(status.warnings).toHaveLength(3);
  });

  it.each(["none", 7, ["consider"], true])("that are %j are a result, and not clear", (properties) => {
    const status = mapOne(properties);
    expect(status.verdict).toBe("inconclusive");
    expect(issueCodesOf(status)).toEqual(["documentVerification"]);
  });

  it("are read in camelCase too", () => {
    expect(contentOf(map({ date_of_birth: undefined, dateOfBirth: "1990-02-28" }), "basicIdentity")?.birthDate).toBe(
      "1990-02-28",
    );
  });
});

describe("numbers of the document", () => {
  const numbers = (...document_numbers: unknown[]) => ({ document_number: undefined, document_numbers });
  const numberOf = (properties: Changes) => contentOf(map(properties), "documentData")?.documentNumber;
  const personalOf = (properties: Changes) =>
    contentOf(map(properties), "extendedIdentity")?.personalAdministrativeNumber;

  it("the one of the type document_number", () => {
    const typed = (type: unknown) => ({ type, value: `of ${type}` });
    expect(numberOf(numbers(typed("personal_number"), typed("document_number")))).toBe("of document_number");
    expect(numberOf(numbers(typed("documentNumber")))).toBe("of documentNumber");
    for (const type of ["personal_number", "mrz", "", null, 5]) expect(numberOf(numbers(typed(type)))).toBeUndefined();
  });

  it("the first of several", () => {
    const listed = numbers({ type: "document_number", value: "A1" }, { type: "document_number", value: "B2" });
    expect(numberOf(listed)).toBe("A1");
  });

  it("the property of its own comes first", () => {
    const listed = [{ type: "document_number", value: "A1" }];
    expect(numberOf({ document_number: "B2", document_numbers: listed })).toBe("B2");
    expect(numberOf({ document_number: null, document_numbers: listed })).toBe("A1");
  });

  it.each([[[null, 5, "X1", ["X1"]]], ["X1"], [{ document_number: "X1" }], [null]])("%j holds none", (list) => {
    const status = map({ document_number: undefined, document_numbers: list });
    expect(contentOf(status, "documentData")).not.toHaveProperty("documentNumber");
    expect(status.warnings).toEqual([]);
  });

  it.each(["personal_number", "personal_identification_number", "national_id_number", "personalNumber"])(
    "one of the type %s stands for the person",
    (type) => {
      expect(personalOf(numbers({ type: "document_number", value: "X1" }, { type, value: "999999990" }))).toBe(
        "999999990",
      );
    },
  );

  it.each(["document_number", "tax_number", "", undefined])("one of the type %j does not", (type) => {
    expect(personalOf(numbers({ type, value: "999999990" }))).toBeUndefined();
  });

  it("the personal number of its own comes first, by either name", () => {
    const document_numbers = [{ type: "personal_number", value: "1" }];
    expect(personalOf({ document_numbers, personal_number: "2" })).toBe("2");
    expect(personalOf({ document_numbers, personal_number: "2", personal_identification_number: "3" })).toBe("3");
    expect(personalOf({ document_numbers, personal_number: null })).toBe("1");
  });

  it("the date of issue by either name", () => {
    const issuedOf = (properties: Changes) => contentOf(map(properties), "documentData")?.issuanceDate;
    expect(issuedOf({ issuing_date: "2020-02-29" })).toBe("2020-02-29");
    expect(issuedOf({ date_of_issue: "2020-03-01" })).toBe("2020-03-01");
    expect(issuedOf({ issuing_date: "2020-02-29", date_of_issue: "2020-03-01" })).toBe("2020-03-01");
  });
});

describe("driving licences", () => {
  const media = [document("driving_licence")];
  const order = contextOf({ processType: "document", drivingLicenceExtras: true });
  const licence = (name: "document_with_driving_licence_information" | "document_with_driver_verification") =>
    report(name, {}, { media });
  const classes = [
    { category: "A1", obtainmentDate: "2002-10-14", expiryDate: "2036-07-23" },
    { category: "A2", obtainmentDate: "2018-07-11", expiryDate: "2033-07-14" },
    { category: "A", obtainmentDate: "2018-07-11", expiryDate: "2033-07-14" },
    { category: "B1", obtainmentDate: "2004-10-07", expiryDate: "2036-07-23" },
    { category: "B", obtainmentDate: "2004-10-07", expiryDate: "2036-07-23" },
  ];

  it("with driving licence information say what may be driven", () => {
    const status = mapFinalCheck(checkOf([licence("document_with_driving_licence_information")]), order);
    expect(status.attributes).toEqual({ drivingLicence: { vehicleClassDetails: classes } });
    expect(contentOf(status, "documentData")?.documentType).toBe("DRIVING_LICENSE");
    expect(status.warnings).toEqual([]);
  });

  it("with driver verification say all of it", () => {
    const status = mapFinalCheck(checkOf([licence("document_with_driver_verification")]), order);
    expect(status.attributes).toEqual({
      drivingLicence: {
        restricted: false,
        rawVehicleClasses: "A1,A2,A,B1,B",
        vehicleClassDetails: classes,
        manualTransmissionRestriction: false,
        passengerVehicle: { obtainmentDate: "2004-10-07", expiryDate: "2036-07-23" },
      },
    });
  });

  it("of an issuer without extra data get a warning that names the list", () => {
    const warning = {
      code: "not_in_driving_licences_with_extra_data",
      path: "documentVerification.issuingCountry",
    };
    const from = (issuing_country: unknown, issuing_state?: string, document_type = "driving_licence") =>
      map({ issuing_country, issuing_state, document_type }, { drivingLicenceExtras: true });
    for (const listed of [from("NLD"), from("USA", "CA"), from("USA", "California")]) {
      expect(listed.warnings).toEqual([]);
    }
    for (const other of [from("TUR"), from("USA", "Nevada"), from("usa", "US-NV")]) {
      expect(other.verdict).toBe("verified");
      expect(other.warnings).toEqual([warning]);
    }
    // It cannot be told, or it is no driving licence.
    for (const silent of [from("USA"), from(undefined), from("TUR", undefined, "passport")]) {
      expect(silent.warnings).toEqual([]);
    }
    expect(map({ issuing_country: "TUR", document_type: "driving_licence" }).warnings).toEqual([]);
    expect(
      map({ issuing_country: "TUR", document_type: "driving_licence" }, { drivingLicenceExtras: false }).warnings,
    ).toEqual([]);
  });

  it("of such an issuer get it in a workflow run too", () => {
    const body = report("document", {
      "properties/document_type": "driving_licence",
      "properties/issuing_country": "TUR",
    });
    expect(mapFinalRun(runOf(taskOutput(body)), order).warnings.map(({ code }) => code)).toEqual([
      "not_in_driving_licences_with_extra_data",
    ]);
  });
});

describe("the score of the face", () => {
  const scoreOf = (score: unknown) => {
    const path = "breakdown/face_comparison/breakdown/face_match/properties/score";
    const face: Json = report("facial_similarity_photo", { [path]: score });
    return mapFinalCheck(checkOf([report("document"), face])).attributes;
  };

  it.each([0, 0.42, 1])("%d is an attribute", (score) => {
    expect(scoreOf(score)).toEqual({ faceMatchScore: score });
  });

  it.each(["0.42", -1, null, undefined])("%j is none", (score) => {
    expect(scoreOf(score)).toEqual({});
  });

  it("is read from `breakdowns` as well, which is Assure's name for them", () => {
    const { breakdown, ...face } = report("facial_similarity_photo") as unknown as Record<string, unknown>;
    const reports = [report("document"), { ...face, breakdowns: breakdown }];
    expect(mapFinalCheck(checkOf(reports)).attributes).toEqual({ faceMatchScore: 0.6512 });
  });
});
