import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { OnfidoApiOptions } from "../src/index.ts";
import {
  apiWorkOf,
  bodiesTo,
  callsOf,
  dispatched,
  startApiBenchServer,
  statedIdentity,
  stateLeft,
  workflow,
} from "./api-driver-setup.ts";
import { pendingOf } from "./driver-setup.ts";

const unhandled: string[] = [];
const server = startApiBenchServer(unhandled);
afterEach(() => expect(unhandled).toEqual([]));
afterAll(() => server.close());

const mobileSdk: Partial<OnfidoApiOptions> = { capture: { mode: "mobileSdk", mobileAppId: "com.example.app" } };
const webSdk: Partial<OnfidoApiOptions> = { capture: { mode: "webSdk", referrer: "https://rp.example/*" } };
const hostedLink: Partial<OnfidoApiOptions> = { product: workflow, capture: { mode: "hostedLink" } };
const privacy = { type: "onfidoPrivacy", givenAt: "2026-11-21T09:00:00Z", textVersion: "1" };

describe("the applicant", () => {
  it("has the names and the birth date that the person stated, and where they live", async () => {
    const bench = server.bench();
    await dispatched(bench);
    expect(await bodiesTo(bench, "/applicants")).toEqual([
      {
        first_name: "WILLEKE LISELOTTE",
        last_name: "DE BRUIJN",
        dob: "1965-03-10",
        location: { country_of_residence: "NLD" },
      },
    ]);
  });

  it("has the IP address where no country is known, and neither where the SDK finds out", async () => {
    const bench = server.bench(mobileSdk);
    await dispatched(bench, apiWorkOf({}, { subject: { ipAddress: "192.0.2.7" } }));
    await dispatched(bench, apiWorkOf({}, { subject: {} }));
    const [first, second] = await bodiesTo(bench, "/applicants");
    expect(first?.location).toEqual({ ip_address: "192.0.2.7" });
    expect(second).not.toHaveProperty("location");
    expect(bench.logged.filter((line) => line.startsWith("onfido.location_missing"))).toHaveLength(1);
  });

  it("has no birth date that nobody stated", async () => {
    const bench = server.bench();
    const { birthDate: _birthDate, ...content } = statedIdentity.content;
    await dispatched(bench, apiWorkOf({}, { dataBlocks: [{ ...statedIdentity, content }] }));
    expect((await bodiesTo(bench, "/applicants"))[0]).not.toHaveProperty("dob");
  });

  it("carries the consent that was given, and only that", async () => {
    const bench = server.bench();
    await dispatched(bench, apiWorkOf({}, { subject: { countryOfResidence: "USA" }, consents: [privacy] }));
    await dispatched(bench, apiWorkOf({}, { consents: [{ ...privacy, type: "DATA_SHARING" }] }));
    const [given, other] = await bodiesTo(bench, "/applicants");
    expect(given?.consents).toEqual([{ name: "privacy_notices_read", granted: true }]);
    expect(other).not.toHaveProperty("consents");
  });

  it("gets the names of the options where no block names the person", async () => {
    const bench = server.bench({ unnamedApplicant: { firstName: "Unnamed", lastName: "Person" } });
    await dispatched(bench, apiWorkOf({}, { dataBlocks: [] }));
    await dispatched(bench, apiWorkOf());
    expect((await bodiesTo(bench, "/applicants")).map(({ first_name }) => first_name)).toEqual([
      "Unnamed",
      "WILLEKE LISELOTTE",
    ]);
    expect(bench.driver.profile.needs).toEqual([]);
    expect(server.bench().driver.profile.needs).toEqual(["basicIdentity"]);
  });

  it("is named by the block of the step that the options name", async () => {
    const bench = server.bench({ identityStepId: "register" });
    const other = {
      ...statedIdentity,
      datablockId: "1b6a7f1e-9d6f-5c0a-8f2d-3f5a4b1c2d3e",
      createdBy: { stepId: "register", clock: 2 },
      content: { ...statedIdentity.content, givenName: "W. L." },
    };
    await dispatched(bench, apiWorkOf({}, { dataBlocks: [statedIdentity, other] }));
    expect((await bodiesTo(bench, "/applicants"))[0]?.first_name).toBe("W. L.");
    const open = server.bench();
    expect(
      await open.driver.dispatch(apiWorkOf({}, { dataBlocks: [statedIdentity, other] }), open.context),
    ).toMatchObject({
      ok: false,
      error: { code: "invalid_input", message: expect.stringContaining("identityStepId") },
    });
    expect(open.sent).toEqual([]);
  });

  it("is not named by a block that was deleted", async () => {
    const bench = server.bench();
    const gone = {
      ...statedIdentity,
      content: null,
      status: "DELETED" as const,
      createdBy: { stepId: "old", clock: 1 },
    };
    await dispatched(bench, apiWorkOf({}, { dataBlocks: [gone, statedIdentity] }));
    const only = await bench.driver.dispatch(apiWorkOf({}, { dataBlocks: [gone] }), bench.context);
    expect(only).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    expect(await bodiesTo(bench, "/applicants")).toHaveLength(1);
  });

  it.each(["!", "#", "$", "%", "*", "=", "<", ">", ";", "{", "}", '"'])(
    "is not made with %s in a name, and the error does not repeat the name",
    async (character) => {
      const bench = server.bench();
      for (const name of ["givenName", "familyName"]) {
        const content = { ...statedIdentity.content, [name]: `SECRET${character}NAME` };
        const dataBlocks = [{ ...statedIdentity, content }];
        const refused = await bench.driver.dispatch(apiWorkOf({}, { dataBlocks }), bench.context);
        expect(refused).toMatchObject({ ok: false, error: { code: "invalid_input" } });
        expect(JSON.stringify(refused)).not.toContain("SECRET");
      }
      expect(bench.sent).toEqual([]);
    },
  );

  it("that the caller has already is used again", async () => {
    const bench = server.bench();
    const { applicantId } = await dispatched(bench);
    const again = await dispatched(bench, apiWorkOf({ executionId: "execution-2" }, { attributes: { applicantId } }));
    expect(again.applicantId).toBe(applicantId);
    // Somebody who is known already needs no block that names them.
    const unnamed = apiWorkOf({ executionId: "execution-3" }, { attributes: { applicantId }, dataBlocks: [] });
    expect((await dispatched(bench, unnamed)).applicantId).toBe(applicantId);
    expect(callsOf(bench)).toEqual(["POST /applicants"]);
  });

  it("of a failed dispatch is used again: there is never a second one", async () => {
    for (const [options, path] of [
      [mobileSdk, "/sdk_token"],
      [{ ...mobileSdk, product: workflow }, "/workflow_runs"],
    ] as const) {
      const bench = server.bench(options);
      bench.simulator.failNext({ status: 503, method: "POST", path });
      const failed = await bench.driver.dispatch(apiWorkOf(), bench.context);
      expect(failed).toMatchObject({ ok: false, error: { code: "provider_unavailable" } });
      const driverState = stateLeft(failed);
      expect(driverState).toMatchObject({ phase: "started" });
      const { outcome } = await dispatched(bench, apiWorkOf({ driverState }));
      expect(outcome.driverState.applicantId).toBe(driverState.applicantId);
      expect(callsOf(bench).filter((call) => call === "POST /applicants")).toHaveLength(1);
    }
  });

  it("that could not be made leaves nothing behind", async () => {
    const bench = server.bench();
    bench.simulator.failNext({ status: 503, method: "POST", path: "/applicants" });
    const failed = await bench.driver.dispatch(apiWorkOf(), bench.context);
    expect(failed).toMatchObject({ ok: false, error: { code: "provider_unavailable" } });
    expect("driverState" in failed).toBe(false);
  });
});

describe("dispatch", () => {
  it("offers a form with the images that the document type needs, and asks nothing of Onfido yet", async () => {
    const bench = server.bench({ documentType: "driving_licence" });
    const { outcome, applicantId } = await dispatched(bench);
    const [offer] = outcome.offers ?? [];
    expect(offer?.kind === "userInput" && offer.form.fields.map(({ id, required }) => [id, required])).toEqual([
      ["front", true],
      ["back", true],
      ["selfie", true],
    ]);
    expect(outcome).toMatchObject({
      rawStatus: "awaiting_applicant",
      reference: null,
      callbackRefs: [],
      expiresAt: "2026-11-22T10:00:00.000Z",
      driverState: { phase: "awaitingImages", applicantId, documentType: "driving_licence" },
    });
    expect(outcome.poll).toBeUndefined();
  });

  it.each([
    ["the mobile SDK", mobileSdk, { application_id: "com.example.app" }],
    ["the web SDK", webSdk, { referrer: "https://rp.example/*" }],
    [
      "the web SDK that hands over to a phone",
      { capture: { ...webSdk.capture, crossDeviceUrl: "https://rp.example/phone" } } as Partial<OnfidoApiOptions>,
      { referrer: "https://rp.example/*", cross_device_url: "https://rp.example/phone" },
    ],
  ])("offers %s a token for 90 minutes, and keeps no token", async (_what, options, body) => {
    const bench = server.bench(options);
    const { outcome, applicantId } = await dispatched(bench);
    expect(await bodiesTo(bench, "/sdk_token")).toEqual([{ applicant_id: applicantId, ...body }]);
    expect(outcome.offers).toEqual([
      {
        kind: "sdk",
        provider: "onfido",
        token: `simulated.sdk.${applicantId}`,
        parameters: { steps: ["document", "facePhoto"] },
        expiresAt: "2026-11-21T11:30:00.000Z",
        after: "submit",
      },
    ]);
    expect(JSON.stringify(outcome.driverState)).not.toContain("simulated.sdk");
  });

  it.each([
    ["document", ["document"]],
    ["documentVideo", ["document", "faceVideo"]],
  ] as const)("tells the SDK the steps of %s, and that the chip is read", async (processType, steps) => {
    const { outcome } = await dispatched(server.bench({ ...mobileSdk, processType, nfcEnabled: true }));
    const [offer] = outcome.offers ?? [];
    expect(offer?.kind === "sdk" && offer.parameters).toEqual({ steps: [...steps], nfc: true });
  });

  it("asks for the person's own choice of document, in Onfido's words", async () => {
    const chosen = async (options: Partial<OnfidoApiOptions>, documentType?: string) => {
      const attributes = documentType === undefined ? {} : { documentType };
      const { driver, context } = server.bench(options);
      return pendingOf(await driver.dispatch(apiWorkOf({}, { attributes }), context)).driverState.documentType;
    };
    expect(await chosen({}, "driversLicense")).toBe("driving_licence");
    expect(await chosen({}, "id")).toBe("national_identity_card");
    expect(await chosen({})).toBe("passport");
  });

  it("refuses a state that is dispatched already, or is no state", async () => {
    const { driver, context } = server.bench();
    const { driverState } = pendingOf(await driver.dispatch(apiWorkOf(), context));
    const again = (state: typeof driverState) => driver.dispatch(apiWorkOf({ driverState: state }), context);
    expect(await again(driverState)).toMatchObject({ ok: false, error: { code: "lifecycle" } });
    expect(await again({ ...driverState, channel: "assure" })).toMatchObject({
      ok: false,
      error: { code: "invalid_input", message: expect.stringContaining("work.driverState.channel") },
    });
  });

  const usa = { countryOfResidence: "USA" };
  const refused: [string, string, Partial<OnfidoApiOptions>, ReturnType<typeof apiWorkOf>][] = [
    ["a person without a name", "invalid_input", {}, apiWorkOf({}, { dataBlocks: [] })],
    ["an upload without a location", "invalid_input", {}, apiWorkOf({}, { subject: {} })],
    ["a face of the USA without consent", "compliance", {}, apiWorkOf({}, { subject: usa })],
    [
      "a face of the USA with a consent of tomorrow",
      "compliance",
      hostedLink,
      apiWorkOf({}, { subject: usa, consents: [{ ...privacy, givenAt: "2026-11-22T09:00:00Z" }] }),
    ],
    ["a document type that is not known", "invalid_input", {}, apiWorkOf({}, { attributes: { documentType: "x" } })],
    ["an applicant that is no text", "invalid_input", {}, apiWorkOf({}, { attributes: { applicantId: 7 } })],
    ["an applicant without an id", "invalid_input", {}, apiWorkOf({}, { attributes: { applicantId: "" } })],
    ["a hosted page with nowhere to return to", "invalid_input", hostedLink, withoutBase()],
    ["a work that is wrong", "invalid_input", {}, apiWorkOf({ attempt: 0 })],
  ];

  it.each(refused)("refuses %s with %s before any call", async (_what, code, options, work) => {
    const { driver, context, sent } = server.bench(options);
    expect(await driver.dispatch(work, context)).toMatchObject({ ok: false, error: { code } });
    expect(sent).toEqual([]);
  });

  it("lets a document alone of the USA go without consent", async () => {
    await dispatched(server.bench({ processType: "document" }), apiWorkOf({}, { subject: usa }));
  });

  it.each([
    [{ images: true }, {}],
    [{ fullResult: true }, {}],
    [{ checkReport: true }, {}],
    [{ evidenceFolder: true }, hostedLink],
  ] as const)("refuses artifacts %j without a vault before any call", async (artifacts, options) => {
    const { driver, context, sent } = server.bench({ ...options, artifacts });
    const { vault: _vault, ...bare } = context;
    expect(await driver.dispatch(apiWorkOf(), bare)).toMatchObject({
      ok: false,
      error: { code: "configuration", message: "context.vault: missing" },
    });
    expect(sent).toEqual([]);
  });

  it("never rejects, also when its surroundings throw", async () => {
    const { driver, context } = server.bench();
    const now = () => {
      throw new Error("WILLEKE");
    };
    const broken = await driver.dispatch(apiWorkOf(), { ...context, now });
    expect(broken).toMatchObject({ ok: false, error: { code: "interrupted" } });
    expect(JSON.stringify(broken)).not.toContain("WILLEKE");
  });
});

function withoutBase(): ReturnType<typeof apiWorkOf> {
  const { callbackBaseUrl: _url, ...work } = apiWorkOf();
  return work;
}
