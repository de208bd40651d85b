import type { SimulatedAnswer } from "./answer.ts";

export interface SimulatedCall {
  parameters: Readonly<Record<string, string>>;
  query: URLSearchParams;
  headers: Headers;
  text: string;
  /** The JSON body; `undefined` when there is none or it cannot be read. */
  body: unknown;
  /** The fields of a multipart body. */
  form?: FormData;
}

export interface Route {
  method: "GET" | "POST" | "DELETE";
  template: string;
  /** Where the template begins, for a route that is not at the provider's API. */
  base?: string;
  /** Called without the credentials of the API: by the person's browser, or to get them. */
  open?: true;
  answer(call: SimulatedCall): SimulatedAnswer | Promise<SimulatedAnswer>;
}
