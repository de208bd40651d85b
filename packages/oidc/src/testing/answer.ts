/** A JSON body that may not be cached, as token answers are (RFC 6749, section 5.1). */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
  });
}

export function jwtAnswer(token: string): Response {
  return new Response(token, { headers: { "content-type": "application/jwt", "cache-control": "no-store" } });
}

/** A refusal in the words of OAuth; thrown by the checks, written by the endpoint. */
export class OAuthRefusal extends Error {
  readonly status: number;
  readonly error: string;
  readonly headers: Record<string, string>;

  constructor(error: string, description: string, status = 400, headers: Record<string, string> = {}) {
    super(description);
    this.error = error;
    this.status = status;
    this.headers = headers;
  }
}

export function refusalAnswer(refusal: OAuthRefusal): Response {
  const { status, error, message, headers } = refusal;
  return json(status, { error, error_description: message }, headers);
}
