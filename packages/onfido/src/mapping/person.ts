import type { MappingContext, TypedContent } from "@idvkit/core";
import type { OnfidoOrder } from "./order.ts";
import { dayValue, sexValue, textValue } from "./value-kinds.ts";
import type { ValueReader } from "./value-reader.ts";

/** Name, birth date and birth place; nothing without both names. */
export function mapBasicIdentity(values: ValueReader): TypedContent[] {
  const givenName = values.required("firstName", textValue);
  const familyName = values.required("lastName", textValue);
  const birthDate = values.optional("dateOfBirth", dayValue);
  const birthPlace = values.optional("placeOfBirth", textValue);
  if (givenName === undefined || familyName === undefined) return [];
  const content = {
    givenName,
    familyName,
    ...(birthDate !== undefined && { birthDate }),
    ...(birthPlace !== undefined && { birthPlace }),
  };
  return [{ type: "basicIdentity", content }];
}

/** Nationality, sex and personal number; nothing when all are absent. */
export function mapExtendedIdentity(values: ValueReader): TypedContent[] {
  const nationality = values.optional("nationality", textValue);
  const sex = values.optional("gender", sexValue);
  const personalAdministrativeNumber = values.optional("personalIdentificationNumber", textValue);
  const content = {
    ...(nationality !== undefined && { nationality }),
    ...(sex !== undefined && { sex }),
    ...(personalAdministrativeNumber !== undefined && { personalAdministrativeNumber }),
  };
  return Object.keys(content).length > 0 ? [{ type: "extendedIdentity", content }] : [];
}

/** The selfie, when it is in the vault. */
export function mapBiometricSamples({ artifacts, order }: MappingContext<OnfidoOrder>): TypedContent[] {
  const face = artifacts?.selfie;
  if (face === undefined) return [];
  const { biometricConsent } = order;
  return [
    {
      type: "biometricSamples",
      content: { face, ...(biometricConsent !== undefined && { consent: biometricConsent }) },
    },
  ];
}
