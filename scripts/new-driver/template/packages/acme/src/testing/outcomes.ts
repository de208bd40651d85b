const person = { givenName: "Ada", familyName: "Specimen", birthDate: "1990-04-01" };
const passed = { document: "passed", face: "passed" };

/** Ways in which a session ends: what the answer says then. */
export const simulatedOutcomes = {
  verified: { status: "verified", checks: passed, person },
  /** Acme says verified, but a check did not pass. */
  contradicted: { status: "verified", checks: { ...passed, document: "failed" }, person },
  rejected: { status: "rejected", checks: { ...passed, document: "failed" }, person },
  unclear: { status: "unclear", checks: { ...passed, face: "unclear" }, person },
  abandoned: { status: "abandoned", checks: { document: "missing", face: "missing" } },
} as const;
