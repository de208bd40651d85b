import { failure, IdvError, type IdvResult, type JsonObject, type StepWork, success } from "@idvkit/core";
import type { OnfidoSettings } from "../options.ts";

/**
 * The consent type that this driver reads from `inputs.consents`: the person read and accepted Onfido's Facial Scan
 * Policy and Release, Privacy Policy and Terms of Service (Assure's Onfido page, "Onfido privacy consent").
 */
export const onfidoPrivacyConsent = "onfidoPrivacy";

export interface PersonFacts {
  /** The privacy consent was given before now. */
  consented: boolean;
  /** Neither country of residence nor IP address is known. */
  locationMissing: boolean;
}

/**
 * Checks what must hold before any call. Fails with `compliance` when a resident of the USA shows the face without the
 * privacy consent, with `invalid_input` when an upload has no location, with `configuration` when the capture flow has
 * no place to return to or artifacts have no vault.
 */
export function checkPerson(settings: OnfidoSettings, work: StepWork, now: Date): IdvResult<PersonFacts> {
  const { subject, consents } = work.inputs;
  const consented = consents.some(
    ({ type, givenAt }) => type === onfidoPrivacyConsent && Date.parse(givenAt) <= now.getTime(),
  );
  const takesFace = settings.processType !== "document";
  if (takesFace && subject.countryOfResidence === "USA" && !consented) {
    return refuse("compliance", `inputs.consents: ${onfidoPrivacyConsent} is missing`);
  }
  const locationMissing = subject.countryOfResidence === undefined && subject.ipAddress === undefined;
  if (locationMissing && settings.capture.mode === "upload") {
    return refuse("invalid_input", "inputs.subject: countryOfResidence or ipAddress is missing");
  }
  return success({ consented, locationMissing });
}

/** Body of "Create process", and of one provider in "Start capture flow", which takes the same members. */
export function processRequest(
  settings: OnfidoSettings,
  work: StepWork,
  facts: PersonFacts,
  documentType: string | undefined,
): JsonObject {
  const { subject } = work.inputs;
  const location =
    subject.countryOfResidence !== undefined
      ? { countryOfResidence: subject.countryOfResidence }
      : subject.ipAddress !== undefined
        ? { ipAddress: subject.ipAddress }
        : undefined;
  const parameters: JsonObject = {
    ...(location !== undefined && { location }),
    ...(facts.consented && { consents: { privacy: true } }),
    ...(settings.capture.mode === "mobileSdk" && { mobileAppId: settings.capture.mobileAppId }),
  };
  return {
    provider: "onfido",
    processType: settings.processType,
    ...(documentType !== undefined && { documentType }),
    ...(settings.requestExtraDataFromDrivingLicense === true && { requestExtraDataFromDrivingLicense: true }),
    ...(Object.keys(parameters).length > 0 && { processParameters: parameters }),
  };
}

function refuse(code: "compliance" | "invalid_input", message: string): IdvResult<never> {
  return failure(new IdvError({ code, message, provider: "onfido" }));
}
