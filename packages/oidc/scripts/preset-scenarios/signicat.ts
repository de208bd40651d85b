import type { PresetScenario } from "./preset-scenario.ts";

const issuer = "https://synthetic-tenant.app.signicat.com/auth/open";

export const signicat: readonly PresetScenario[] = [
  {
    name: "signicat",
    title: "Signicat: claims from userinfo only, and Freja's addresses as JSON in a string",
    source: "Signicat's attribute reference for Freja (OIDC response example) and its page on levels of assurance",
    preset: "signicat",
    issuer,
    options: {
      acrValues: ["idp:freja", "loa:substantial"],
      requiredLevel: "substantial",
      userInfoAttributeMappings: [
        { sourceAttribute: "freja_all_addresses.1.city", targetAttribute: "address.postal.city" },
        { sourceAttribute: "freja_registration_level", targetAttribute: "freja.registrationLevel" },
      ],
    },
    idToken: { sub: "KuJm0Synthetic6Freja8Subject=", idp: "freja", acr: "loa:substantial", amr: ["external"] },
    userInfo: {
      idp_id: "0A4724BF0000SYNTHETIC",
      name: "Astrid Exempelsson",
      given_name: "Astrid",
      family_name: "Exempelsson",
      birthdate: "1990-02-17",
      email: "astrid@example.test",
      address: {
        formatted: "PROVGATAN 91, 10338, STOCKHOLM, SE",
        street_address: "PROVGATAN 91",
        locality: "STOCKHOLM",
        postal_code: "10338",
        country: "SE",
      },
      nin: "199002179999",
      nin_type: "PERSON",
      nin_issuing_country: "SE",
      phone_number: "+46700000091",
      freja_registration_level: "EXTENDED",
      freja_all_phone_numbers: '[{"phoneNumber":"+46700000091"}]',
      freja_all_addresses:
        '[{"country":"SE","address":"PROVVÄGEN 61","city":"UPPSALA","postCode":"75310","type":"RESIDENTIAL"},{"country":"SE","address":"PROVGATAN 91","city":"STOCKHOLM","postCode":"10338","type":"POSTAL"}]',
    },
    expected: {
      verdict: "verified",
      level: "substantial",
      acr: "loa:substantial",
      amr: ["external"],
      identifiers: [
        { type: "IDP_ID", value: "0A4724BF0000SYNTHETIC", verified: false },
        { type: "NATIONAL_ID", value: "199002179999", verified: false },
      ],
      attributes: {
        idp_id: "0A4724BF0000SYNTHETIC",
        nin: "199002179999",
        "address.postal.city": "STOCKHOLM",
        "freja.registrationLevel": "EXTENDED",
      },
      basicIdentity: {
        givenName: "Astrid",
        familyName: "Exempelsson",
        name: "Astrid Exempelsson",
        birthDate: "1990-02-17",
      },
      extendedIdentity: {
        personalAdministrativeNumber: "199002179999",
        emailAddress: "astrid@example.test",
        mobilePhoneNumber: "+46700000091",
        residentAddress: "PROVGATAN 91, 10338, STOCKHOLM, SE",
        residentStreet: "PROVGATAN 91",
        residentCity: "STOCKHOLM",
        residentPostalCode: "10338",
        residentCountry: "SE",
      },
    },
  },
  {
    name: "signicat-birthdate",
    title:
      "Signicat: a higher level than was asked for, BankID's amr with commas, a birth date with month and day swapped",
    source:
      "Signicat's attribute reference for Norwegian BankID; the birth date has the form of an example of its documentation",
    preset: "signicat",
    issuer,
    options: {
      acrValues: ["idp:nbid", "loa:substantial"],
      requiredLevel: "substantial",
      userInfoAttributeMappings: [{ sourceAttribute: "nbid_amr", targetAttribute: "nbid.amr" }],
    },
    idToken: { sub: "6NZrmSynthetic4BankId2Subject=", idp: "nbid", acr: "loa:high", amr: ["external"] },
    userInfo: {
      given_name: "Kari",
      family_name: "Eksempel",
      birthdate: "1990-17-02",
      nin: "17829099999",
      nin_type: "BIRTH",
      nin_issuing_country: "NO",
      nbid_acr: "urn:bankid:bid;LOA=4",
      nbid_amr: "bid, bid-mfa, bid-otp, bid-pwd",
    },
    expected: {
      verdict: "verified",
      level: "high",
      acr: "loa:high",
      amr: ["external"],
      identifiers: [{ type: "NATIONAL_ID", value: "17829099999", verified: false }],
      attributes: { nin: "17829099999", "nbid.amr": "bid, bid-mfa, bid-otp, bid-pwd" },
      warnings: [{ code: "unreadable_value", path: "userInfo.birthdate" }],
      basicIdentity: { givenName: "Kari", familyName: "Eksempel" },
      extendedIdentity: { personalAdministrativeNumber: "17829099999" },
    },
  },
  {
    name: "signicat-other-issuer",
    title: "Signicat: an account with a domain of its own, which the preset does not list: its levels mean nothing",
    source: "Signicat's page on levels of assurance; the domain is synthetic",
    preset: "signicat",
    issuer: "https://login.synthetic-company.example/auth/open",
    options: { acrValues: ["loa:high"] },
    idToken: { sub: "6NZrmSynthetic4Domain2Subject=", idp: "nbid", acr: "loa:high", amr: ["external"] },
    userInfo: { given_name: "Kari", family_name: "Eksempel", birthdate: "1990-02-17" },
    expected: {
      verdict: "verified",
      acr: "loa:high",
      amr: ["external"],
      basicIdentity: { givenName: "Kari", familyName: "Eksempel", birthDate: "1990-02-17" },
    },
  },
];
