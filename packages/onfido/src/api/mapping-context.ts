import type { MappingContext } from "@idvkit/core";
import type { OnfidoOrder } from "../mapping/order.ts";
import type { Step } from "./step.ts";

/** What the mapper is told about the order and the vault. */
export function mappingContext(
  { settings, state }: Pick<Step, "settings" | "state">,
  now: Date,
): MappingContext<OnfidoOrder> {
  return {
    now,
    artifacts: state.artifacts ?? {},
    order: {
      processType: settings.processType,
      reports: settings.reports,
      ...(settings.documentTypes !== undefined && { documentTypes: settings.documentTypes }),
      ...(settings.outputs !== undefined && { outputs: settings.outputs }),
      ...(state.biometricConsent === true && { biometricConsent: true }),
      ...(settings.requestExtraDataFromDrivingLicense === true && { drivingLicenceExtras: true }),
    },
  };
}
