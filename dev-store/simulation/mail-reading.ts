/** A mail as a shopper's program shows it. Header names in lower case. */
export type MailSeen = {
  to: string | string[];
  subject: string;
  text: string;
  html: string;
  /** By the clock of the shop. */
  receivedAt: Date;
  headers: Record<string, string>;
};

/** Somebody's inbox. */
export type MailBox = { listFor(email: string): MailSeen[] };

/**
 * A browser: opens a link of a mail with GET, follows redirects, and tells at which checkout page it ended and
 * which code is entered there; null when it ended anywhere else.
 */
export type Follow = (url: string) => Promise<{ checkoutToken: string; discountCode: string | null } | null>;

/** The one-click unsubscribe of RFC 8058: POSTs `List-Unsubscribe=One-Click` to the address. */
export type Unsubscribe = (url: string) => Promise<unknown>;

/** The web links of a mail, in the order they are shown, each once; those that unsubscribe are left out. */
export function linksOf(mail: Pick<MailSeen, "html" | "headers">): string[] {
  const leaving = unsubscribeUrl(mail);
  const found = [...mail.html.matchAll(/<a\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)];
  const links = found
    .map(([, double, single]) => decodeEntities(double ?? single ?? "").trim())
    .filter((link) => /^https?:\/\//i.test(link) && link !== leaving && !/unsubscribe/i.test(link));
  return [...new Set(links)];
}

/** The web address of List-Unsubscribe; null when the mail has none. */
export function unsubscribeUrl(mail: Pick<MailSeen, "headers">): string | null {
  const header = mail.headers["list-unsubscribe"];
  return header?.match(/<\s*(https?:[^>\s]+)\s*>/i)?.[1] ?? null;
}

function decodeEntities(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
