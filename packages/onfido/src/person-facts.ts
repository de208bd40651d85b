import { type IdvResult, type StepWork, success } from "@idvkit/core";
import type { OnfidoSettings } from "./options.ts";
import { refuse } from "./refusal.ts";

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

/** Where no SDK and no hosted page finds out where the person is. */
const uploads: ReadonlySet<OnfidoSettings["capture"]["mode"]> = new Set(["upload", "dossierFiles"]);

/**
 * Checks what must hold before any call. Fails with `compliance` when a resident of the USA shows the face without the
 * privacy consent, with `invalid_input` when an upload has no location.
 */
export function checkPerson(
  settings: Pick<OnfidoSettings, "processType" | "capture">,
  work: StepWork,
  now: Date,
): IdvResult<PersonFacts> {
  const { subject, consents } = work.inputs;
  const consented = consents.some(
    ({ type, givenAt }) => type === onfidoPrivacyConsent && Date.parse(givenAt) <= now.getTime(),
  );
  const takesFace = settings.processType !== "document";
  if (takesFace && subject.countryOfResidence === "USA" && !consented) {
    return refuse("compliance", `inputs.consents: ${onfidoPrivacyConsent} is missing`);
  }
  const locationMissing = subject.countryOfResidence === undefined && subject.ipAddress === undefined;
  if (locationMissing && uploads.has(settings.capture.mode)) {
    return refuse("invalid_input", "inputs.subject: countryOfResidence or ipAddress is missing");
  }
  return success({ consented, locationMissing });
}
