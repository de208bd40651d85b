/**
 * Reads a PDF date (ISO 32000-2, section 7.9.4): `D:YYYYMMDDHHmmSSOHH'mm`, each part after the year optional; without an
 * offset it is taken as UTC. Undefined for anything else.
 */
export function readPdfDate(text: string): Date | undefined {
  const match =
    /^(?:D:)?(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:([Zz+-])(?:(\d{2})'?(?:(\d{2})'?)?)?)?$/.exec(text);
  if (match === null) return undefined;
  const [, year = "", month = "01", day = "01", hour = "00", minute = "00", second = "00"] = match;
  const [sign = "Z", offsetHours = "00", offsetMinutes = "00"] = match.slice(7);
  const local = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(local)) return undefined;
  const offsetMs = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
  return new Date(sign === "+" ? local - offsetMs : sign === "-" ? local + offsetMs : local);
}
