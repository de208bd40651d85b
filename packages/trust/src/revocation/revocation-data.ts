import { DerError } from "../der/der-error.ts";
import { type CertificateRevocationList, readCrl } from "./crl.ts";
import type { RevocationEvidence, RevocationJudgement, RevocationSubject } from "./evidence.ts";
import { judgeCrl } from "./judge-crl.ts";
import { judgeOcsp } from "./judge-ocsp.ts";
import type { ResponderSettings } from "./ocsp-responder.ts";
import { type OcspResponse, readOcspResponse } from "./ocsp-response.ts";
import type { RevocationReason, RevocationReasonCode } from "./revocation-reasons.ts";

interface HeldResponse {
  response: OcspResponse;
  nonce?: string;
}

/** The CRLs and responses that are there for one certificate. Those that cannot be read become reasons. */
export class RevocationData {
  readonly #subject: RevocationSubject;
  readonly #settings: ResponderSettings;
  readonly #crls: CertificateRevocationList[] = [];
  readonly #responses: HeldResponse[] = [];
  readonly #unreadable: RevocationReason[] = [];

  constructor(subject: RevocationSubject, settings: ResponderSettings) {
    this.#subject = subject;
    this.#settings = settings;
  }

  addCrl(crl: Uint8Array | CertificateRevocationList): void {
    const read = crl instanceof Uint8Array ? this.#read(readCrl, crl, { code: "crl_unreadable", source: "crl" }) : crl;
    if (read !== undefined) this.#crls.push(read);
  }

  /** `nonce`: what the request for it sent, hexadecimal. */
  addResponse(ocsp: Uint8Array | OcspResponse, nonce?: string): void {
    const unreadable: RevocationReason = { code: "ocsp_unreadable", source: "ocsp" };
    const response = ocsp instanceof Uint8Array ? this.#read(readOcspResponse, ocsp, unreadable) : ocsp;
    if (response !== undefined) this.#responses.push({ response, ...(nonce !== undefined && { nonce }) });
  }

  /** What all of them say about the certificate, and why others say nothing. */
  judge(): { evidence: readonly RevocationEvidence[]; reasons: readonly RevocationReason[] } {
    const ofResponses = this.#responses.map(({ response, nonce }) =>
      judgeOcsp(response, this.#subject, { ...this.#settings, ...(nonce !== undefined && { nonce }) }),
    );
    const ofCrls = this.#crls.map((crl) => judgeCrl(crl, this.#subject, this.#crls));
    const told = (judgements: readonly RevocationJudgement[], source: "crl" | "ocsp") =>
      judgements.flatMap(({ reasons }) => reasons.map((code: RevocationReasonCode) => ({ code, source })));
    return {
      evidence: [...ofResponses, ...ofCrls].flatMap(({ evidence }) => evidence),
      reasons: [...this.#unreadable, ...told(ofResponses, "ocsp"), ...told(ofCrls, "crl")],
    };
  }

  #read<T>(read: (bytes: Uint8Array) => T, bytes: Uint8Array, reason: RevocationReason): T | undefined {
    try {
      return read(bytes);
    } catch (error) {
      if (!(error instanceof DerError)) throw error;
      this.#unreadable.push(reason);
      return undefined;
    }
  }
}
