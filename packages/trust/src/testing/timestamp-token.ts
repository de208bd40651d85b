import { turnLastBit } from "./certificate.ts";
import { generalizedTime, integer, octetString, oid, sequence } from "./der-writer.ts";
import { digestAlgorithm, type TestDigestName, testDigest } from "./digest-algorithms.ts";
import { signCms, type TestCmsSettings, type TestCmsSigner } from "./sign-cms.ts";

export interface TestTimestampSettings {
  /** A time-stamping unit of the test authority. */
  unit: TestCmsSigner;
  /** What is time-stamped, in parts that follow each other. */
  imprintOf: readonly Uint8Array[];
  time: Date;
  /** Default SHA-256. */
  imprintDigest?: TestDigestName;
  wrongImprint?: boolean;
  policy?: string;
  serialNumber?: bigint;
  nonce?: bigint;
  accuracySeconds?: number;
  /** Of the message around; default that of {@link signCms}. */
  cms?: Partial<TestCmsSettings>;
}

/** A time-stamp token: TSTInfo in SignedData (RFC 3161, section 2.4.2). */
export function createTimestampToken(settings: TestTimestampSettings): Uint8Array {
  return signCms({
    signer: settings.unit,
    content: [timestampInfo(settings)],
    contentType: "1.2.840.113549.1.9.16.1.4",
    encapsulated: "yes",
    ...settings.cms,
  });
}

function timestampInfo(settings: TestTimestampSettings): Uint8Array {
  const { imprintOf, time, imprintDigest = "sha256", nonce, accuracySeconds } = settings;
  const imprint = testDigest(imprintDigest, ...imprintOf);
  if (settings.wrongImprint === true) turnLastBit(imprint);
  return sequence(
    integer(1),
    oid(settings.policy ?? "1.3.6.1.4.1.99999.1"),
    sequence(digestAlgorithm(imprintDigest, true), octetString(imprint)),
    integer(settings.serialNumber ?? 1n),
    generalizedTime(time),
    ...(accuracySeconds === undefined ? [] : [sequence(integer(accuracySeconds))]),
    ...(nonce === undefined ? [] : [integer(nonce)]),
  );
}
