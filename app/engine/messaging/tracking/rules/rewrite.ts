/*
 * Links of a mail put in place of others. Mails are made by our own templates: every address is quoted and escaped.
 */

type Rendered = { html: string; text: string };

/** What a link is to become; null: it stays as it is. */
type Replace = (url: string) => string | null;

const TAG = /<(?:a|area)\b[^>]*>/gi;
const HREF = /(\shref\s*=\s*)("[^"]*"|'[^']*')/i;
/** Addresses in plain text, without what ends the sentence around them. */
const TEXT_ADDRESS = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]]/g;

/** The mail with its web addresses replaced, in links of the HTML and in the text. Pictures and styles stay. */
export function replaceLinks<Mail extends Rendered>(mail: Mail, replace: Replace): Mail {
  const html = mail.html.replace(TAG, (tag) =>
    tag.replace(HREF, (whole, before: string, quoted: string) => {
      const url = unescape(quoted.slice(1, -1));
      const other = isWebAddress(url) ? replace(url) : null;
      return other === null ? whole : `${before}"${escape(other)}"`;
    }),
  );
  const text = mail.text.replace(TEXT_ADDRESS, (url) => (isWebAddress(url) ? replace(url) : null) ?? url);
  return { ...mail, html, text };
}

function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&quot;": '"',
  "&#34;": '"',
  "&#39;": "'",
  "&lt;": "<",
  "&gt;": ">",
  "&#x3d;": "=",
};

function unescape(value: string): string {
  return value.replace(
    /&(?:amp|quot|lt|gt|#34|#39|#x3d);/gi,
    (entity) => ENTITIES[entity.toLowerCase()] ?? entity,
  );
}

function escape(value: string): string {
  return value.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/**
 * An address with `utm_…` for the store's own analytics. One that has some already stays as it is.
 *
 * @param campaign Left out when null.
 */
export function addUtm(url: string, campaign: string | null): string {
  const tagged = new URL(url);
  const names = [...tagged.searchParams.keys()];
  if (names.some((name) => name.toLowerCase().startsWith("utm_"))) return url;
  tagged.searchParams.set("utm_source", "perennial");
  tagged.searchParams.set("utm_medium", "email");
  if (campaign) tagged.searchParams.set("utm_campaign", campaign);
  return tagged.href;
}

/** The mail with markup before the end of its body. */
export function appendMarkup<Mail extends Rendered>(mail: Mail, markup: string): Mail {
  const end = mail.html.search(/<\/body>(?![\s\S]*<\/body>)/i);
  const html = end === -1 ? mail.html + markup : mail.html.slice(0, end) + markup + mail.html.slice(end);
  return { ...mail, html };
}
