const ANY_ORIGIN = "http://shop.invalid";

/**
 * The path and query when `address` stays on this site; null for anything that leads elsewhere
 * (`//evil.test`, `/\evil.test`, `https://…`).
 */
export function localPath(address: string): string | null {
  if (!address.startsWith("/")) return null;
  try {
    const url = new URL(address, ANY_ORIGIN);
    return url.origin === ANY_ORIGIN ? url.pathname + url.search : null;
  } catch {
    return null;
  }
}
