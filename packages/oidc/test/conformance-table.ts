import { basicRows, clientPlanRows, logoutRows } from "./conformance-client-plan.ts";
import { fapiRows, fapiVariants, jarmRows } from "./conformance-fapi-plan.ts";
import { identityAssuranceRows, ownRows } from "./conformance-own-cases.ts";
import type { ConformanceRow } from "./conformance-row.ts";

/**
 * The conformance cases of a client of the code flow: names and demands are those of the OpenID conformance suite, which
 * is not run here; the provider is the simulator.
 */
export const conformanceTable: readonly ConformanceRow[] = [
  ...basicRows,
  ...clientPlanRows,
  ...logoutRows,
  ...fapiRows,
  ...fapiVariants,
  ...jarmRows,
  ...identityAssuranceRows,
  ...ownRows,
];
