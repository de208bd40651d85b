/**
 * Trust frameworks that count without being named in a requirement: the identifiers that the eKYC and Identity Assurance
 * working group keeps for OpenID Connect for Identity Assurance. Others mean nothing unless the requirement names them.
 */
export const trustFrameworks: ReadonlySet<string> = new Set([
  "au_tdif",
  "be_itsme",
  "cz_aml",
  "de_aml",
  "de_tkg111",
  "eidas",
  "it_spid",
  "jp_aml",
  "jp_mpiupa",
  "nist_800_63A",
  "nl_eHerkenning",
  "se_bankid",
  "uk_tfida",
  // Drafts had the level in the name of the framework.
  "eidas_ial_substantial",
  "eidas_ial_high",
  "nist_800_63A_ial_2",
  "nist_800_63A_ial_3",
]);
