/** Sources whose checkout link leads to the shop over the web. */
function parseWebUrl(url: string): URL | null {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed : null;
}

/** Whether a recover URL can be sent a shopper to. */
export function isUsableLink(recoverUrl: string | null): boolean {
  return recoverUrl !== null && parseWebUrl(recoverUrl) !== null;
}

/**
 * Where a reader of the mail is taken: the checkout as it was left, with the code entered.
 *
 * Shopify's `/discount/<code>?redirect=…` wants the path percent-encoded exactly once; twice loses the cart.
 * Scheme and host are always those of the recover URL.
 *
 * @param code Null when there is none, or none that is taken any more.
 * @returns null when the recover URL is not a web address.
 */
export function recoveryTarget(recoverUrl: string, code: string | null): string | null {
  const url = parseWebUrl(recoverUrl);
  if (!url) return null;
  if (code === null) return url.href;
  const path = encodeURIComponent(url.pathname + url.search);
  return `${url.origin}/discount/${encodeURIComponent(code)}?redirect=${path}`;
}
