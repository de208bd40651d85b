import {
  type BasicIdentity,
  type IdvResult,
  type JsonObject,
  parseDataBlock,
  type StepWork,
  success,
} from "@idvkit/core";
import type { ApiSettings } from "../options.ts";
import type { PersonFacts } from "../person-facts.ts";
import { refuse } from "../refusal.ts";

/** Characters that Onfido takes in no name (API v3.6, applicant). */
const refusedInNames = /[!#$%*=<>;{}"]/;

/**
 * The body of "Create applicant": the names and, where known, the birth date of the person's `basicIdentity`, the
 * location, and the consent. Without such a block the option `unnamedApplicant` stands in. Fails with `invalid_input`.
 */
export function applicantBody(settings: ApiSettings, work: StepWork, facts: PersonFacts): IdvResult<JsonObject> {
  const identity = identityOf(settings, work);
  if (!identity.ok) return identity;
  const named = namesOf(settings, identity.value);
  if (named === undefined)
    return refuse("invalid_input", "inputs.dataBlocks: a basicIdentity is missing, and options.unnamedApplicant");
  if (refusedInNames.test(named.first_name) || refusedInNames.test(named.last_name)) {
    return refuse("invalid_input", "inputs.dataBlocks: a name has a character that Onfido refuses");
  }
  const { countryOfResidence, ipAddress } = work.inputs.subject;
  const birthDate = identity.value?.birthDate;
  return success({
    ...named,
    ...(birthDate !== undefined && { dob: birthDate }),
    ...(countryOfResidence !== undefined
      ? { location: { country_of_residence: countryOfResidence } }
      : ipAddress !== undefined && { location: { ip_address: ipAddress } }),
    ...(facts.consented && { consents: [{ name: "privacy_notices_read", granted: true }] }),
  });
}

function namesOf({ unnamedApplicant }: ApiSettings, identity: BasicIdentity | undefined) {
  if (identity !== undefined) return { first_name: identity.givenName, last_name: identity.familyName };
  if (unnamedApplicant === undefined) return undefined;
  return { first_name: unnamedApplicant.firstName, last_name: unnamedApplicant.lastName };
}

/** The block is chosen by its step; only where there is one block it need not be named. */
function identityOf({ identityStepId }: ApiSettings, { inputs }: StepWork): IdvResult<BasicIdentity | undefined> {
  const found: BasicIdentity[] = [];
  for (const block of inputs.dataBlocks) {
    if (block.type !== "basicIdentity") continue;
    const parsed = parseDataBlock(block);
    if (!parsed.ok) return parsed;
    const { value } = parsed;
    if (value.type !== "basicIdentity" || value.status !== "STORED") continue;
    if (identityStepId === undefined || value.createdBy.stepId === identityStepId) found.push(value.content);
  }
  if (found.length > 1)
    return refuse("invalid_input", "inputs.dataBlocks: more than one basicIdentity; set options.identityStepId");
  return success(found[0]);
}
