/** The platform's types have its methods as properties, which no class may override. */
type PlatformResponse = new (body: null, init: ResponseInit) => object;

/**
 * A `Response` whose body has been read already. The platform's own wraps even a few bytes into a stream and reads them
 * out again, which costs as much as half of a call on a fast network.
 */
const createClass = () =>
  class BufferedResponse extends (Response as unknown as PlatformResponse) {
    readonly #bytes: Buffer;
    readonly #init: ResponseInit;
    #used = false;

    constructor(bytes: Buffer, init: ResponseInit) {
      super(null, init);
      this.#bytes = bytes;
      this.#init = init;
    }

    get bodyUsed(): boolean {
      return this.#used;
    }

    get body(): Response["body"] {
      return this.#platform().body;
    }

    async text(): Promise<string> {
      // The platform leaves a byte order mark out.
      return new TextDecoder().decode(this.#take());
    }

    async json(): Promise<unknown> {
      return JSON.parse(new TextDecoder().decode(this.#take()));
    }

    async arrayBuffer(): Promise<ArrayBuffer> {
      const bytes = this.#take();
      return new Uint8Array(bytes).buffer;
    }

    async bytes(): Promise<Uint8Array<ArrayBuffer>> {
      return new Uint8Array(this.#take());
    }

    blob(): ReturnType<Response["blob"]> {
      return this.#takePlatform().blob();
    }

    formData(): ReturnType<Response["formData"]> {
      return this.#takePlatform().formData();
    }

    clone(): BufferedResponse {
      if (this.#used) throw new TypeError("Response: the body is used");
      return new BufferedResponse(this.#bytes, this.#init);
    }

    #take(): Buffer {
      if (this.#used) throw new TypeError("Response: the body is used");
      this.#used = true;
      return this.#bytes;
    }

    #platform(): Response {
      return new Response(new Uint8Array(this.#bytes), this.#init);
    }

    #takePlatform(): Response {
      this.#take();
      return this.#platform();
    }
  };

let madeClass: ReturnType<typeof createClass> | undefined;

/** A `Response` of bytes that are at hand. The class is made at the first one: a bundle without any leaves it out. */
export function bufferedResponse(bytes: Buffer, init: ResponseInit): Response {
  madeClass ??= createClass();
  return new madeClass(bytes, init) as unknown as Response;
}
