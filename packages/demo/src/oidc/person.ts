/** A fictitious person, as the provider knows her. */
export const claimsOfPerson = {
  given_name: "Erika",
  family_name: "Mustermann",
  birthdate: "1984-01-26",
  email: "erika@example.test",
  email_verified: true,
  verified_claims: {
    verification: {
      trust_framework: "eidas",
      assurance_level: "substantial",
      time: "2026-03-02T09:14:00Z",
      evidence: [
        {
          type: "document",
          check_details: [
            { check_method: "vpip", check_id: "check-1", organization: "Example Bank" },
            { check_method: "pvp", check_id: "check-2", organization: "Example Bank" },
          ],
          document_details: {
            type: "idcard",
            document_number: "T22000129",
            date_of_issuance: "2020-03-23",
            date_of_expiry: "2030-03-22",
            issuer: { name: "Specimen City", country_code: "DEU" },
          },
        },
      ],
    },
    claims: {
      given_name: "Erika Maria",
      family_name: "Mustermann",
      birthdate: "1984-01-26",
      nationalities: ["DEU"],
    },
  },
} as const;

/** How she logs in. */
export const amrOfPerson = ["pwd", "otp"];
