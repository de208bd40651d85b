import type { ValueKind } from "./value-kind.ts";

/** Members by kind; names are compared in lower case without `_` and `-`. */
const names: Readonly<Partial<Record<ValueKind, string>>> = {
  secret: `accessToken refreshToken sdkToken authorization clientSecret clientAssertion password passwd apiKey apiToken
    xApiKey secret token webhookSecret webhookToken nonce codeVerifier codeChallenge sessionToken jwt cookie setCookie
    deviceCode userCode assertion signature otp pin`,
  assertion: "idToken idTokenHint vpToken logoutToken",
  name: `firstName lastName middleName givenName familyName givenNames surname surnames forename forenames fullName
    name displayName aliasName maidenName birthName nameAtBirth preferredName nickname preferredUsername username
    given family first last middle fatherName motherName spouseName guardianName holderName initials patronymic
    firstNames lastNames middleNames legalName latinName nativeName`,
  date: `dateOfBirth dob birthDate birthday born birthYear dateOfExpiry dateOfIssue expiryDate expirationDate issueDate
    issuingDate dateOfDeath validFrom validUntil validTo obtainmentDate`,
  number: `documentNumber documentNumbers documentNo passportNumber personalIdentificationNumber personalNumber
    nationalId nationalNumber nationalIdentityNumber nationalInsuranceNumber socialSecurityNumber ssn nin bsn pesel cpf
    taxId taxNumber tin idNumber licenceNumber licenseNumber drivingLicenceNumber cardNumber accountNumber iban pan
    serialNumber postcode postalCode zip zipCode latitude longitude houseNumber buildingNumber flatNumber fiscalCode
    personalCode cardAccessNumber can`,
  phone: "phone phoneNumber mobile mobileNumber msisdn telephone tel fax",
  email: "email emailAddress mail",
  ip: "ip ipAddress clientIp remoteAddress xForwardedFor",
  mrz: "mrz mrzLine mrzLine1 mrzLine2 mrzLine3 machineReadableZone mrzText rawMrz",
  text: `address addressLine1 addressLine2 addressLine3 line1 line2 line3 streetAddress street subStreet streetName
    buildingName city town locality district county placeOfBirth birthPlace cityOfBirth townOfBirth birthCity place
    formattedAddress formatted employer occupation profession remarks issuingAuthority authority issuedBy`,
  identifier: `sub subject subjectIdentifier externalReference reference referenceId userReference traceId requestId
    correlationId deviceFingerprint sid jti`,
  url: "url uri href link location redirectUri redirectUrl callbackUrl instance",
  code: "code",
  region: "state province region",
  country: `country countryCode countryOfResidence countryOfBirth issuingCountry issuingState nationality nationalities
    citizenship countryName`,
  time: `timestamp createdAt updatedAt expiresAt iat exp nbf authTime verifiedAt startedAt completedAt expiresIn maxAge
    size fileSize contentLength duration durationMs`,
  word: `status subStatus result subResult type documentType documentTypes provider processType methodType eventName
    eventType sender action resourceType similarityScore gender sex title scope tokenType grantType responseType
    responseMode method language locale error errorCode failReason reason kind mode variant side depictions category
    version apiVersion reportNames consider tags channel environment class classes rawVehicleClasses manualTransmission
    restrictedLicence policeRecord sdk mediaType contentType mimeType fileType algorithm alg acr amr ial aal loa level
    assuranceLevel currency prompt display`,
};

/** Members of many names, by a pattern of the name as written. The first that fits counts. */
const patterns: readonly { pattern: RegExp; kind: ValueKind }[] = [
  { pattern: /(?:[a-z]T|_t|-t)oken$/, kind: "secret" },
  { pattern: /(?:^s|[a-z]S|_s|-s)ecret$|(?:^p|[a-z]P|_p)assword$|(?:[a-z]K|_k)ey$/, kind: "secret" },
  { pattern: /(?:[a-z]E|_e)mail$/, kind: "email" },
  { pattern: /(?:[a-z]P|_p)hone(?:Number|_number)?$/, kind: "phone" },
  { pattern: /(?:[a-z]D|_d)ate$|^date(?:Of|_of_)/, kind: "date" },
  { pattern: /[a-z0-9](?:At|Timestamp)$|_at$|_iso8601$|_timestamp$/, kind: "time" },
  { pattern: /(?:[a-z]U|_u)r[il]$|(?:[a-z]H|_h)ref$/, kind: "url" },
  { pattern: /(?:^i|[a-z0-9]I|_i|-i)ds?$|[a-z]ID$/, kind: "identifier" },
  { pattern: /(?:[a-z]N|_n)ames?$/, kind: "name" },
  { pattern: /(?:[a-z]A|_a)ddress$/, kind: "text" },
  { pattern: /(?:[a-z]N|_n)umber$/, kind: "number" },
  { pattern: /(?:[a-z]C|_c)ountry$/, kind: "country" },
];

/** Members that say the same of their value as the object around them. */
const transparent = [
  "value",
  "values",
  "raw",
  "original",
  "normalized",
  "normalised",
  "text",
  "content",
  "transliterated",
];

/** A member name as it is compared: `date_of_birth`, `dateOfBirth` and `Date-Of-Birth` are one. */
export function foldMemberName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

const table: ReadonlyMap<string, ValueKind> = new Map(
  Object.entries(names).flatMap(([kind, list]) =>
    list.split(/\s+/).map((name) => [foldMemberName(name), kind as ValueKind] as const),
  ),
);

/** The kind that the tables give a member, if any. */
export function kindOfMember(name: string): ValueKind | undefined {
  return table.get(foldMemberName(name)) ?? patterns.find(({ pattern }) => pattern.test(name))?.kind;
}

/** Whether the member takes the kind of the member around it. */
export function isTransparent(name: string): boolean {
  return transparent.includes(foldMemberName(name));
}

export function isKnownMember(name: string): boolean {
  return table.has(foldMemberName(name));
}
