/** One answer on the way through redirects. */
export interface Hop {
  url: URL;
  status: number;
}

const mostHops = 10;

/** The person's browser, as far as it matters here: it keeps cookies for each host and follows redirects. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  /** The cookies that a site gets. */
  cookiesFor(url: string): string | undefined {
    return this.#cookies.get(new URL(url).host);
  }

  /** Opens an address and gives every answer until the last. */
  async open(address: string): Promise<Hop[]> {
    const hops: Hop[] = [];
    let url: URL | null = new URL(address);
    while (url !== null && hops.length < mostHops) {
      const cookie = this.#cookies.get(url.host);
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
    return hops;
  }

  #remember(url: URL, response: Response): void {
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";", 1);
      this.#cookies.set(url.host, pair);
    }
  }
}
