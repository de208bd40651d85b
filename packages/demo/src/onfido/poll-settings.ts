/** A provider decides in minutes; a simulated one does so at once. */
export const pollSettings = { intervalMs: 40, maxIntervalMs: 40, deadlineMs: 60_000 };
