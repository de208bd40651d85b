import type { JsonObject, StepWork } from "@idvkit/core";
import type { AssureSettings } from "../options.ts";
import type { PersonFacts } from "../person-facts.ts";

/** Body of "Create process", and of one provider in "Start capture flow", which takes the same members. */
export function processRequest(
  settings: AssureSettings,
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
