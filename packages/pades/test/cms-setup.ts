import { type Certificate, readCertificate } from "@idvkit/trust";
import { createTestCertificateAuthority, signCms, type TestCmsSettings } from "@idvkit/trust/testing";
import { type CmsSubFilter, checkSigner, type SignerCheck, type SignerCheckInput } from "../src/cms/check-signer.ts";
import { readSignedData } from "../src/cms/signed-data.ts";

export const authority = createTestCertificateAuthority({ name: "Example Issuing CA" });
export const signer = authority.issue({ subject: "Example Signer" });
export const rsaSigner = authority.issue({ subject: "Example RSA Signer", keyType: "rsa2048" });
export const other = authority.issue({ subject: "Example Other" });

/** The two ranges of a file. */
export const content = [Buffer.from("%PDF-2.0 before the gap"), Buffer.from("behind the gap")];

export const sign = (settings: Partial<TestCmsSettings> = {}) => signCms({ signer, content, ...settings });
export const certificateOf = ({ certificate }: { certificate: Uint8Array }): Certificate =>
  readCertificate(certificate);

/** Signs and checks. */
export function check(
  settings: Partial<TestCmsSettings> = {},
  input: Partial<SignerCheckInput> & { subFilter?: CmsSubFilter } = {},
): SignerCheck {
  return checkSigner(readSignedData(sign(settings)), { subFilter: "ETSI.CAdES.detached", content, ...input });
}

export const codesOf = ({ findings }: { findings: readonly { code: string }[] }) => findings.map(({ code }) => code);
