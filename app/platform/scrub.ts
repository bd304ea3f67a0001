/*
 * Takes out of texts what must not be kept or logged: addresses and phone numbers of people, tokens, secrets and
 * signatures. What mail servers and Shopify answer quotes them freely.
 */
const GONE = "[redacted]";

/** Names of fields, parameters and headers whose values are nobody's business. */
const SECRET_NAME =
  /pass(word|wd)?$|secret|token|authorization|cookie|hmac|signature|api[-_]?key|credential|private[-_]?key|^code$|^key$|^state$|^sig$/i;
const PERSONAL_NAME =
  /^(e-?mail|phone|first_?name|last_?name|full_?name|note|address\d?|zip|to_?address|body|html_?body|text_?body|payload|payload_?json|search_?text)$/i;

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // Shopify's tokens and secrets: shpat_, shprt_, shpss_, shpca_ …
  [/\bshp[a-z]{2}_[A-Za-z0-9_-]+/g, GONE],
  // JSON web tokens, and our own signed links: base64url.base64url
  [/\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}(\.[A-Za-z0-9_-]+)?/g, GONE],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}/gi, `$1 ${GONE}`],
  // Passwords in addresses: smtp://user:password@host, postgres://…
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#@]+@/gi, `$1${GONE}@`],
  [
    /\b((?:x-)?(?:shopify-)?(?:access[-_])?(?:hmac|signature|id_token|session|token|secret|password|refresh_token|access_token|client_secret|code|key)(?:-sha256)?["']?\s*[=:]\s*["']?)[^\s"'&;,)}]{4,}/gi,
    `$1${GONE}`,
  ],
  // Mail addresses, also percent-encoded as in links.
  [/[\p{L}\p{N}.!#$%&'*+=?^_`{|}~-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu, GONE],
  [/[\p{L}\p{N}._%+-]+%40[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu, GONE],
  // Phone numbers as Shopify writes them: +48 600 700 800.
  [/\+\d[\d ().-]{6,}\d/g, GONE],
];

/** A text without addresses, phone numbers, tokens and secrets. Ids, codes of errors and everything else stay. */
export function scrubText(text: string): string {
  let clean = text;
  for (const [pattern, instead] of PATTERNS) clean = clean.replace(pattern, instead);
  return clean;
}

/** What an error says, without what must not be kept. At most `limit` characters. */
export function scrubError(error: unknown, limit = 2_000): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return scrubText(text).slice(0, limit);
}

const DEPTH = 6;

/** Fields as they may be logged, at any depth: secrets and personal values by their names, and what texts hold of them. */
export function scrubFields(value: unknown, depth = DEPTH): unknown {
  if (typeof value === "string") return scrubText(value);
  if (value instanceof Error) return scrubException(value, depth);
  if (value instanceof Date || typeof value !== "object" || value === null) return value;
  if (depth === 0) return GONE;
  if (Array.isArray(value)) return value.map((item: unknown) => scrubFields(item, depth - 1));
  if (ArrayBuffer.isView(value)) return GONE;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, scrubField(name, inner, depth)]),
  );
}

function scrubField(name: string, value: unknown, depth: number): unknown {
  const isHidden = SECRET_NAME.test(name) || PERSONAL_NAME.test(name);
  return isHidden && value !== null && value !== undefined ? GONE : scrubFields(value, depth - 1);
}

function scrubException(error: Error, depth: number): unknown {
  const { cause } = error;
  return {
    error: scrubError(error),
    stack: scrubText((error.stack ?? "").split("\n").slice(1).join("\n")),
    ...(cause === undefined || depth === 0 ? {} : { cause: scrubFields(cause, depth - 1) }),
  };
}

/** Addresses of ours whose last part is a signed token. */
const TOKEN_PATHS = /^\/([acfiopru])\/.+$/i;

/** The path of a request as it may be logged: without its query, which holds tokens and signatures, and without links' tokens. */
export function loggablePath(url: string): string {
  const [path = ""] = url.split(/[?#]/);
  return scrubText(path.replace(TOKEN_PATHS, "/$1/…"));
}
