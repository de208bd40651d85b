import type { Assurance, VerificationTechnique } from "@idvkit/core";

export const acmeProducts = ["document", "documentSelfie"] as const;
export type AcmeProduct = (typeof acmeProducts)[number];

/** What was asked for. An answer to less is never verified. */
export interface AcmeOrder {
  product: AcmeProduct;
}

/** The checks that a product is made of, by Acme's names. */
export const checksOf: Readonly<Record<AcmeProduct, readonly string[]>> = {
  document: ["document"],
  documentSelfie: ["document", "face"],
};

/** Acme's checks in the words of the data blocks. */
export const techniques: ReadonlyMap<string, VerificationTechnique> = new Map([
  ["document", "securityFeatures"],
  ["face", "faceMatch"],
]);

/** The most that a product proves (NIST SP 800-63A, strength of evidence; RFC 8176). */
export const mostProof: Readonly<Record<AcmeProduct, { amr: readonly string[]; assurance: Assurance }>> = {
  document: { amr: [], assurance: { evidenceStrength: "fair" } },
  documentSelfie: { amr: ["face"], assurance: { evidenceStrength: "strong" } },
};
