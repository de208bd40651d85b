import type { VerificationTechnique } from "@idvkit/core";

/**
 * Which techniques a check method applies. The words are those that the eKYC and Identity Assurance working group keeps:
 * the check methods of the final specification, and the methods of proofing of the drafts. A method may be known and be no
 * technique: it looks at the login of the person, not at a document.
 */
export const checkMethods: Readonly<Record<string, readonly VerificationTechnique[]>> = {
  vpip: ["securityFeatures"],
  vpiruv: ["securityFeatures"],
  vri: ["securityFeatures"],
  vdig: ["documentValidity"],
  vcrypt: ["chipAuthentication"],
  data: ["databaseCheck"],
  auth: [],
  token: [],
  kbv: ["dataCrosscheck"],
  pvp: ["faceMatch", "agentReview"],
  pvr: ["faceMatch", "agentReview"],
  bvp: ["faceMatch"],
  bvr: ["faceMatch"],
  pipp: ["agentReview"],
  sripp: ["agentReview"],
  uripp: ["faceMatch", "liveness"],
  eid: ["chipAuthentication"],
  onsite: ["chipAuthentication"],
};
