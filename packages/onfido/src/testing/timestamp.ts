/** ISO 8601 in UTC with whole seconds, as Assure and Onfido write it. */
export function timestamp(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, "Z");
}
