/** The person's browser, as far as it matters here: it keeps a cookie for each site and follows redirects. */
export function createBrowser() {
  const cookies = new Map<string, string>();

  async function send(url: URL, method: "GET" | "POST"): Promise<Response> {
    const cookie = cookies.get(url.host);
    const headers = cookie === undefined ? {} : { cookie };
    const response = await fetch(url, { method, headers, redirect: "manual" });
    const [set] = response.headers.getSetCookie();
    if (set !== undefined) cookies.set(url.host, set.split(";")[0] ?? "");
    return response;
  }

  /** Opens an address and follows up to `hops` redirects; gives the last answer and its address. */
  async function open(address: string, { method = "GET" as "GET" | "POST", hops = 9 } = {}) {
    let url = new URL(address);
    let response = await send(url, method);
    for (let left = hops; left > 0; left--) {
      const location = response.headers.get("location");
      if (location === null) break;
      url = new URL(location, url);
      response = await send(url, "GET");
    }
    const text = await response.text();
    return { url: url.href, status: response.status, next: response.headers.get("location"), text };
  }

  return { open, read: async (address: string): Promise<unknown> => JSON.parse((await open(address)).text) };
}
