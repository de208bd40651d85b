/** A delivery that a provider sends, ready to be sent. */
export interface SimulatedEvent {
  method: "POST";
  /** Joined to the URL that the events go to; a driver's own segment for events. */
  path: string;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
}

/** Posts an event to a URL and gives the status of the answer. */
export async function deliverEvent(url: string, { method, headers, body }: SimulatedEvent): Promise<number> {
  const answer = await fetch(url, { method, headers, body });
  await answer.body?.cancel();
  return answer.status;
}
