const utf8 = /* @__PURE__ */ new TextDecoder();

/** What libraries read of a `Response`; the rest is inherited from the platform, which refuses it here. */
type ResponseHead = Pick<
  Response,
  "status" | "statusText" | "ok" | "headers" | "redirected" | "type" | "url" | "bodyUsed" | "body"
>;
type ResponseBody = Pick<Response, "text" | "json" | "arrayBuffer" | "bytes" | "blob" | "formData" | "clone">;

/**
 * A `Response` whose body has been read already. The platform's own wraps even a few bytes into a stream and reads them
 * out again, which costs as much as half of a call on a fast network; so none is made, and all that one has is here.
 */
class BufferedResponse implements ResponseHead, ResponseBody {
  readonly #bytes: Buffer;
  readonly #init: ResponseInit & { status: number };
  #headers: Headers | undefined;
  /** For who wants a stream after all. */
  #platform: Response | undefined;
  #used = false;

  constructor(bytes: Buffer, init: ResponseInit & { status: number }) {
    this.#bytes = bytes;
    this.#init = init;
  }

  get status(): number {
    return this.#init.status;
  }

  get statusText(): string {
    return "";
  }

  get ok(): boolean {
    return this.status >= 200 && this.status <= 299;
  }

  get headers(): Headers {
    this.#headers ??= new Headers(this.#init.headers);
    return this.#headers;
  }

  get redirected(): boolean {
    return false;
  }

  get type(): Response["type"] {
    return "default";
  }

  get url(): string {
    return "";
  }

  get bodyUsed(): boolean {
    return this.#used || this.#platform?.bodyUsed === true;
  }

  get body(): Response["body"] {
    this.#platform ??= new Response(new Uint8Array(this.#bytes), this.#init);
    return this.#platform.body;
  }

  async text(): Promise<string> {
    // The platform leaves a byte order mark out.
    return utf8.decode(this.#take());
  }

  async json(): Promise<unknown> {
    return JSON.parse(utf8.decode(this.#take()));
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return new Uint8Array(this.#take()).buffer;
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(this.#take());
  }

  async blob(): ReturnType<Response["blob"]> {
    return this.#takePlatform().blob();
  }

  async formData(): ReturnType<Response["formData"]> {
    return this.#takePlatform().formData();
  }

  clone(): Response {
    this.#checkUnused();
    return new BufferedResponse(this.#bytes, this.#init) as unknown as Response;
  }

  #take(): Buffer {
    this.#checkUnused();
    this.#used = true;
    return this.#bytes;
  }

  #takePlatform(): Response {
    return new Response(new Uint8Array(this.#take()), this.#init);
  }

  #checkUnused(): void {
    if (this.bodyUsed) throw new TypeError("Response: the body is used");
  }
}

let isResponse = false;

/** A `Response` of bytes that are at hand; `instanceof` says so too. */
export function bufferedResponse(bytes: Buffer, init: ResponseInit & { status: number }): Response {
  // Here and not beside the class: a bundle that uses none leaves it out.
  if (!isResponse) Object.setPrototypeOf(BufferedResponse.prototype, Response.prototype);
  isResponse = true;
  return new BufferedResponse(bytes, init) as unknown as Response;
}
