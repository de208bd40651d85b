import type { DocumentType } from "@idvkit/core";

/**
 * Which document an evidence was. The words are those that the eKYC and Identity Assurance working group keeps. Papers
 * that are no identity document (statements, certificates) have no row.
 */
export const documentTypeNames: Readonly<Record<string, DocumentType>> = {
  idcard: "ID",
  passport: "PASSPORT",
  driving_permit: "DRIVING_LICENSE",
  residence_permit: "RESIDENT_PERMIT",
  visa: "VISA",
  military_id: "ID",
  voter_id: "ID",
  de_idcard_foreigners: "ID",
  de_emergency_idcard: "ID",
  de_idcard_refugees: "ID",
  de_idcard_apatrids: "ID",
  de_replacement_idcard: "ID",
  de_certificate_of_suspension_of_deportation: "ID",
  de_erp: "RESIDENT_PERMIT",
  de_erp_replacement_idcard: "RESIDENT_PERMIT",
  de_permission_to_reside: "RESIDENT_PERMIT",
  jp_drivers_license: "DRIVING_LICENSE",
  jp_individual_number_card: "ID",
  jp_residency_card: "RESIDENT_PERMIT",
  jp_residency_card_for_foreigner: "RESIDENT_PERMIT",
  jp_permanent_residency_card_for_foreigner: "RESIDENT_PERMIT",
  jp_health_insurance_card: "HEALTH_CARD",
};
