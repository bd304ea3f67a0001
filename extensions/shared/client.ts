/** What became of a question to the app. */
export type Asked<Body> =
  | { kind: "answered"; body: Body }
  /** `error` names the reason: `signed-out`, `too-often`, `not-found` …; `offline` when nobody answered. */
  | { kind: "failed"; error: string };

export type Client = {
  get: <Body>(path: string) => Promise<Asked<Body>>;
  /** Refusals of the programme (422) are answers too. */
  post: <Body>(path: string, body: object) => Promise<Asked<Body>>;
};

type Options = {
  /** Of the app, without a trailing slash; empty where the host completes addresses. */
  appUrl: string;
  /** A token that has not expired; null where the host adds its own. */
  getToken: (() => Promise<string | null | undefined>) | null;
  locale: string;
};

const SECOND_MS = 1_000;
const PATIENCE_MS = 15 * SECOND_MS;

/** Speaks to the app for whoever looks at the extension. */
export function createClient({ appUrl, getToken, locale }: Options): Client {
  const ask = async <Body>(path: string, init: RequestInit): Promise<Asked<Body>> => {
    try {
      const token = getToken ? await getToken() : null;
      if (getToken && !token) return { kind: "failed", error: "signed-out" };
      const headers = {
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(init.body ? { "Content-Type": "application/json" } : {}),
      };
      const address = `${appUrl}${path}?locale=${encodeURIComponent(locale)}`;
      const response = await fetch(address, { ...init, headers, signal: AbortSignal.timeout(PATIENCE_MS) });
      const body = (await response.json()) as Body & { error?: string };
      if (response.ok || response.status === 422) return { kind: "answered", body };
      return { kind: "failed", error: body.error ?? "unknown" };
    } catch {
      return { kind: "failed", error: "offline" };
    }
  };
  return {
    get: (path) => ask(path, {}),
    post: (path, body) => ask(path, { method: "POST", body: JSON.stringify(body) }),
  };
}
