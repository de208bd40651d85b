import type { JsonObject } from "@idvkit/core";
import type { PresetExpectation, PresetScenario } from "./preset-scenario.ts";
import { times } from "./times.ts";

const evidence = { $ref: "vault", $id: "<oidc/verify/1/evidence>" };
/** Both blocks have no word for an inconclusive outcome. */
const statuses = { verified: "verified", rejected: "rejected", inconclusive: "rejected" };

/** `expected.json`: the expectation of the data file in the form of the kit. */
export function expectedFile({ preset, idToken, withoutAuthTime, expected }: PresetScenario): JsonObject {
  const { verdict, level, amr, identifiers = [], attributes = {}, warnings = [] } = expected;
  return {
    verdict,
    rawStatus: expected.rawStatus ?? "authenticated",
    reference: expected.reference ?? null,
    identifiers: [{ type: "SUBJECT_ID", value: idToken.sub, verified: true }, ...identifiers],
    attributes,
    assurance: level === undefined ? {} : { eidas: level },
    amr: verdict === "verified" ? amr : [],
    warnings,
    sessionBinding: "bound",
    dataBlocks: [
      ...block("basicIdentity", expected.basicIdentity),
      ...block("extendedIdentity", expected.extendedIdentity),
      ...block("documentData", expected.documentData),
      ...block("verification", verification(preset, expected, withoutAuthTime === true)),
      ...block("documentVerification", documentVerification(expected)),
    ],
  };
}

function verification(preset: string, expected: PresetExpectation, withoutAuthTime: boolean): JsonObject {
  const { verdict, level, acr, amr, framework, documentChecks } = expected;
  return {
    status: statuses[verdict],
    provider: preset,
    trustFramework: framework?.trustFramework ?? (level === undefined ? null : "eidas"),
    assuranceLevel: framework === undefined ? (level ?? null) : framework.assuranceLevel,
    verifiedAt: times.returned.toISOString(),
    verificationProcessId: expected.reference ?? null,
    terminationReason: expected.terminationReason ?? null,
    methods: [
      {
        type: "electronicIdentification",
        identityProvider: preset,
        acr,
        amr,
        authenticatedAt: withoutAuthTime ? null : times.authenticated.toISOString(),
        evidence: [{ type: "idToken", ref: evidence }],
      },
      ...(documentChecks === undefined
        ? []
        : [
            {
              type: "documentCheck",
              checks: documentChecks.map((technique) => ({ technique, outcome: "passed" })),
              evidence: [],
            },
          ]),
    ],
  };
}

function documentVerification({ verdict, documentChecks }: PresetExpectation): JsonObject | undefined {
  if (documentChecks === undefined) return undefined;
  return { verdict: { status: statuses[verdict].toUpperCase() }, issues: [], evidences: [] };
}

function block(type: string, content: JsonObject | undefined): JsonObject[] {
  return content === undefined ? [] : [{ type, content }];
}
