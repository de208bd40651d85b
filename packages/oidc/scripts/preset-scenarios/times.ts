const startsAt = new Date("2026-11-01T10:00:00.000Z");

/** When things happen in every scenario. */
export const times = {
  dispatched: startsAt,
  authenticated: after(20),
  issued: after(25),
  /** TARA's codes live for 30 seconds, the shortest of all. */
  returned: after(25),
  expires: after(25 + 600),
};

export function secondsOf(time: Date): number {
  return time.getTime() / 1000;
}

function after(seconds: number): Date {
  return new Date(startsAt.getTime() + seconds * 1000);
}
