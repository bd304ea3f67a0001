import type { Block, LeafBlock } from "../schema";
import { inlineToText } from "./inline";
import { listOf } from "./product-lists";

/** The plain-text twin of a variant, Liquid still in it. */
export function blocksToText(blocks: readonly Block[]): string {
  return `${blocks.map(partToText).filter(Boolean).join("\n\n")}\n`;
}

function partToText(block: Block): string {
  switch (block.kind) {
    case "products":
      return `{% if ${listOf(block)}.size > 0 %}${block.title ? `${block.title}\n` : ""}${lines(listOf(block), block)}{% endif %}`;
    case "cart":
      return `{% if cart.lines.size > 0 %}${lines("cart.lines", { limit: null, hasPrices: true })}{% if cart.total %}${block.totalLabel}: {{ cart.total }}{% endif %}{% endif %}

{% if cart.url %}${block.buttonLabel}:
{{ cart.url }}{% endif %}`;
    case "code":
      return `{% if code.code %}${block.label}
{{ code.code }}${block.terms ? `\n${block.terms}` : ""}{% endif %}`;
    case "points":
      return `{% if points.balance %}${inlineToText(block.text)}{% endif %}`;
    case "columns":
      return [...block.left, ...block.right].map(leafToText).filter(Boolean).join("\n\n");
    case "mjml":
      return mjmlToText(block.source);
    case "footer":
      return `--
{{ frame.sender }}{% if frame.address_line %} · {{ frame.address_line }}{% endif %}
${block.reason}
{% if frame.preferences_url %}${block.preferencesLabel}: {{ frame.preferences_url }}
{% endif %}${block.unsubscribeLabel}: {{ frame.unsubscribe_url }}`;
    case "heading":
    case "text":
    case "image":
    case "button":
    case "spacer":
    case "divider":
      return leafToText(block);
  }
}

function leafToText(block: LeafBlock): string {
  switch (block.kind) {
    case "heading":
      return block.text;
    case "text":
      return inlineToText(block.text);
    case "button":
      return `${block.label}:\n${block.url}`;
    case "image":
      return block.isDecorative ? "" : [block.alt, block.href].filter(Boolean).join("\n");
    case "divider":
      return "---";
    case "spacer":
      return "";
  }
}

function lines(list: string, { limit, hasPrices }: { limit: number | null; hasPrices: boolean }): string {
  const price = hasPrices ? `{% if item.price %}: {{ item.price }}{% endif %}` : "";
  return `{% for item in ${list}${limit === null ? "" : ` limit: ${limit}`} %}- {{ item.title }}{% if item.detail %}, {{ item.detail }}{% endif %}${price}
{% endfor %}`;
}

/** What a person would read of MJML: texts in their order, links written out, Liquid as it stands. */
function mjmlToText(source: string): string {
  return source
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<mj-(style|attributes)[\s\S]*?<\/mj-\1>/g, "")
    .replace(/<(?:a|mj-button)\b[^>]*?href="([^"]*)"[^>]*>([\s\S]*?)<\/(?:a|mj-button)>/g, "$2 ($1)")
    .replace(/<br\s*\/?>|<\/(mj-text|mj-button|p|h[1-6]|tr|li|div)>/g, "\n")
    .replace(/<[^>]+>/g, "")
    .replace(/&nbsp;/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&")
    .replace(/^[ \t]+/gm, "")
    .trim();
}
