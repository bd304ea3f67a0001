/*
 * Texts of blocks: plain text, Liquid, and three marks. Everything literal is escaped; Liquid is left as it stands, for
 * what it puts out is escaped when it is filled in. Marks inside Liquid mean nothing.
 */

const LIQUID = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;
/** Stands for a piece of Liquid: of the private use area, which no text has. */
const OPEN = "\uE000";
const CLOSE = "\uE001";
const HELD = new RegExp(`${OPEN}(\\d+)${CLOSE}`, "g");

/** Escapes what is literal in a text, for HTML text and attributes alike. */
export function escapeLiteral(source: string): string {
  return aroundLiquid(source, escapeHtml);
}

/** A text with **bold**, *italic* and [link](address) as HTML; line breaks stay. Addresses that are none stay text. */
export function inlineToHtml(source: string, { linkColour }: { linkColour: string }): string {
  return aroundLiquid(source, (text, restore) =>
    escapeHtml(text)
      .replace(/\[([^\]\n]+)\]\(([^)\s]+)\)/g, (whole, label: string, url: string) =>
        isLinkAddress(restore(unescapeHtml(url)))
          ? `<a href="${url}" class="link" style="color:${linkColour};text-decoration:underline">${label}</a>`
          : whole,
      )
      .replace(/\*\*(?=\S)([^*\n]+?)\*\*/g, "<strong>$1</strong>")
      .replace(/(^|[^*\w])\*(?=\S)([^*\n]+?)\*(?![*\w])/g, "$1<em>$2</em>")
      .replace(/\r?\n/g, "<br>"),
  );
}

/** The same for the plain-text part: marks gone, links written out. */
export function inlineToText(source: string): string {
  return aroundLiquid(source, (text) =>
    text
      .replace(/\[([^\]\n]+)\]\(([^)\s]+)\)/g, "$1 ($2)")
      .replace(/\*\*(?=\S)([^*\n]+?)\*\*/g, "$1")
      .replace(/(^|[^*\w])\*(?=\S)([^*\n]+?)\*(?![*\w])/g, "$1$2"),
  );
}

/** The links of a text: what is read and where it leads. */
export function linksOf(source: string): { label: string; url: string }[] {
  const found: { label: string; url: string }[] = [];
  aroundLiquid(source, (text, restore) => {
    for (const [, label = "", url = ""] of text.matchAll(/\[([^\]\n]+)\]\(([^)\s]+)\)/g))
      found.push({ label: restore(label), url: restore(url) });
    return text;
  });
  return found;
}

/** Whether an address leads over http(s) as far as can be seen now: literal, or one variable, whose type is checked apart. */
export function isLinkAddress(url: string): boolean {
  return /^https?:\/\/[^\s"'<>]+$/i.test(url.replace(LIQUID, "x")) ? true : variableOfAddress(url) !== null;
}

/** The path of an address that is one variable and nothing else; null for any other. */
export function variableOfAddress(url: string): string | null {
  return /^\{\{-?\s*([a-z_][\w.]*)\s*-?\}\}$/i.exec(url.trim())?.[1] ?? null;
}

/** The text without its Liquid. */
export function withoutLiquid(source: string): string {
  return source.replace(LIQUID, "");
}

function aroundLiquid(
  source: string,
  change: (text: string, restore: (held: string) => string) => string,
): string {
  const pieces: string[] = [];
  const held = source
    .replaceAll(OPEN, "")
    .replaceAll(CLOSE, "")
    .replace(LIQUID, (piece) => `${OPEN}${pieces.push(piece) - 1}${CLOSE}`);
  const restore = (text: string) => text.replace(HELD, (_, index: string) => pieces[Number(index)] ?? "");
  return restore(change(held, restore));
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

function unescapeHtml(text: string): string {
  return text.replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}
