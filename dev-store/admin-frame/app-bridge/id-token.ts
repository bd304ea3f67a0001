const MARGIN_SECONDS = 10;

/** `exp` of a JWT in seconds; 0 when it has none. */
function expiryOf(token: string): number {
  try {
    const payload = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    const claims = JSON.parse(atob(payload)) as { exp?: unknown };
    return typeof claims.exp === "number" ? claims.exp : 0;
  } catch {
    return 0;
  }
}

export type IdTokens = {
  /** A token good for ten seconds more at least. */
  current(): Promise<string>;
  /** A new one, whatever is left of the last. */
  fresh(): Promise<string>;
};

/** Keeps the last token while it is good and lets simultaneous requests share one question to the admin. */
export function keepIdTokens(fetchToken: () => Promise<string>, now: () => number = Date.now): IdTokens {
  let last = "";
  let asking: Promise<string> | null = null;
  const fresh = () => {
    asking ??= fetchToken()
      .then((token) => (last = token))
      .finally(() => (asking = null));
    return asking;
  };
  return {
    fresh,
    current: () => (expiryOf(last) - MARGIN_SECONDS > now() / 1000 ? Promise.resolve(last) : fresh()),
  };
}
