import {
  DerError,
  type DigestName,
  digestNameOf,
  integerHexOf,
  octetStringOf,
  oidOf,
  readAlgorithmIdentifier,
  readDer,
  readTime,
  sequenceOf,
  smallIntegerOf,
} from "@idvkit/trust";

/** TSTInfo: what a time-stamping authority signs (RFC 3161, section 2.4.2). */
export interface TimestampInfo {
  policy: string;
  imprint: {
    /** Undefined for a hash that is not known. */
    hash: DigestName | undefined;
    digest: Uint8Array;
  };
  /** Hexadecimal. */
  serialNumber: string;
  time: Date;
}

/** Throws a `DerError`. */
export function readTimestampInfo(bytes: Uint8Array): TimestampInfo {
  const [version, policy, imprint, serialNumber, time] = sequenceOf(readDer(bytes, { allowBer: true }));
  if (smallIntegerOf(version) !== 1) throw new DerError("another version of a timestamp");
  const [algorithm, digest] = sequenceOf(imprint);
  return {
    policy: oidOf(policy),
    imprint: { hash: digestNameOf(readAlgorithmIdentifier(algorithm)), digest: octetStringOf(digest) },
    serialNumber: integerHexOf(serialNumber),
    time: readTime(time),
  };
}
