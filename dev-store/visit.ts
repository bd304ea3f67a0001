/** A browser as far as links in mails need one: it keeps cookies by host and follows redirects, without scripts. */
const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const MAX_REDIRECTS = 10;
const LIMIT_MS = 10_000;

export type Visit = {
  status: number;
  /** Where the redirects ended. */
  url: URL;
};

export type VisitOptions = {
  /** Addresses that the outside world would resolve elsewhere. */
  resolve?: (url: URL) => URL;
};

class CookieJar {
  readonly #byHost = new Map<string, Map<string, string>>();

  header(url: URL): string {
    return [...(this.#byHost.get(url.host) ?? [])].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  keep(url: URL, setCookies: string[]): void {
    const cookies = this.#byHost.get(url.host) ?? new Map<string, string>();
    for (const cookie of setCookies) {
      const [pair = ""] = cookie.split(";");
      const equals = pair.indexOf("=");
      if (equals > 0) cookies.set(pair.slice(0, equals).trim(), pair.slice(equals + 1).trim());
    }
    this.#byHost.set(url.host, cookies);
  }
}

/** Opens a link as a shopper's browser does. @throws TypeError when nothing answers, RangeError after ten redirects. */
export async function visit(address: string, { resolve = (url) => url }: VisitOptions = {}): Promise<Visit> {
  const cookies = new CookieJar();
  let url = resolve(new URL(address));
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await fetch(url, {
      redirect: "manual",
      headers: { "user-agent": USER_AGENT, accept: "text/html", cookie: cookies.header(url) },
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    await response.arrayBuffer();
    cookies.keep(url, response.headers.getSetCookie());
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || !location) return { status: response.status, url };
    url = resolve(new URL(location, url));
  }
  throw new RangeError(`${address} redirects more than ${MAX_REDIRECTS} times`);
}
