import { integerOctets } from "../der/encode.ts";

/** Content octets of an INTEGER from the digits of a certificate's serial number. */
export function serialNumberOctets(serialNumber: string): Uint8Array {
  const isNegative = serialNumber.startsWith("-");
  const magnitude = BigInt(`0x${isNegative ? serialNumber.slice(1) : serialNumber}`);
  return integerOctets(isNegative ? -magnitude : magnitude);
}
