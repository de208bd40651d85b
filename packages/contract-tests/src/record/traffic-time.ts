const farYears = 10;
const yearMs = 365.25 * 24 * 60 * 60 * 1000;

/** Whether an instant can be one of the traffic. One that is ten years away is rather a birthday. */
export function isTrafficTime(text: string, recordedAt: Date): boolean {
  return Math.abs(Date.parse(text) - recordedAt.getTime()) < farYears * yearMs;
}
