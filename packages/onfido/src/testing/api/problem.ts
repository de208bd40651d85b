import { json, type SimulatedAnswer } from "../answer.ts";

/** Only `validation_error` was seen; the list of types is not published. */
const typeByStatus: Readonly<Record<number, string>> = {
  400: "bad_request",
  401: "authorization_error",
  404: "resource_not_found",
  422: "validation_error",
  429: "rate_limit",
};

/** An error of Onfido's API. `fields` is open and nested (Onfido OpenAPI specification, `error`). */
export function problem(status: number, message: string, fields: Record<string, unknown> = {}): SimulatedAnswer {
  const type = typeByStatus[status] ?? (status < 500 ? "bad_request" : "internal_server_error");
  return json(status, { error: { type, message, fields } });
}

export function invalid(fields: Record<string, unknown>): SimulatedAnswer {
  return problem(422, "There was a validation error on this request", fields);
}

export function notFound(): SimulatedAnswer {
  return problem(404, "Could not find the requested resource");
}
