import { checkRevocation, parseCertificate, pathReasons, verifyCertificatePath } from "@idvkit/trust";

/** DER in, an answer with reasons out. */
export async function isTrustworthy(der: Uint8Array, issuers: readonly Uint8Array[], roots: readonly Uint8Array[]) {
  const [certificate, ...others] = [der, ...issuers, ...roots].map(parseCertificate);
  if (certificate?.ok !== true) return { trusted: false, why: ["no certificate"] };
  const known = others.flatMap((parsed) => (parsed.ok ? [parsed.value] : []));
  const at = new Date();
  const { trusted, path, reasons } = verifyCertificatePath(certificate.value, {
    anchors: known.slice(issuers.length),
    intermediates: known.slice(0, issuers.length),
    at,
  });
  const issuer = path[1];
  const revocation = issuer && (await checkRevocation(certificate.value, issuer, { at })); // offline without a fetcher
  return { trusted, why: reasons.map(({ code }) => pathReasons[code].sentence), revocation: revocation?.status };
}
