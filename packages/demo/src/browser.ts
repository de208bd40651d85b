/** One answer on the way through redirects. */
export interface Hop {
  url: URL;
  status: number;
}

/** Where a way through redirects came to. */
export interface Journey {
  hops: Hop[];
  /** The address that was to be opened next, where the journey was to stop. */
  next?: string;
}

const mostHops = 12;

/** The person's browser, as far as it matters here: it keeps cookies for each host and follows redirects. */
export class Browser {
  readonly #jars = new Map<string, Map<string, string>>();

  /** The cookies that a site gets. */
  cookiesFor(url: string): string | undefined {
    const jar = this.#jars.get(new URL(url).host);
    return jar === undefined || jar.size === 0 ? undefined : [...jar].map((pair) => pair.join("=")).join("; ");
  }

  /** Opens an address and gives every answer until the last. */
  async open(address: string): Promise<Hop[]> {
    return (await this.travel(address, () => false)).hops;
  }

  /** Opens an address and follows redirects to the first one that `stopsAt`, which is not opened. */
  async travel(address: string, stopsAt: (url: string) => boolean): Promise<Journey> {
    const hops: Hop[] = [];
    let url: URL | null = new URL(address);
    while (url !== null && hops.length < mostHops) {
      if (stopsAt(url.href)) return { hops, next: url.href };
      const cookie = this.cookiesFor(url.href);
      const response: Response = await fetch(url, {
        redirect: "manual",
        ...(cookie !== undefined && { headers: { cookie } }),
      });
      await response.body?.cancel();
      this.#remember(url, response);
      hops.push({ url, status: response.status });
      const location: string | null = response.headers.get("location");
      url = location === null ? null : new URL(location, url);
    }
    return { hops };
  }

  #remember({ host }: URL, response: Response): void {
    const jar = this.#jars.get(host) ?? new Map<string, string>();
    this.#jars.set(host, jar);
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";", 1);
      const [name = "", ...value] = pair.split("=");
      // A site takes a cookie away by an empty one that is over.
      if (value.join("") === "") jar.delete(name);
      else jar.set(name, value.join("="));
    }
  }
}
