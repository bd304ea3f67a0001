import type { Block, BlockKind, BlockOf, LeafBlock } from "../schema";
import { questionName } from "../../answers/rules";
import { inlineToText } from "./inline";
import { isLeaf } from "./leaf";
import { listOf } from "./product-lists";

/** The plain-text twin of a variant, Liquid still in it. */
export function blocksToText(blocks: readonly Block[]): string {
  return `${blocks.map(partToText).filter(Boolean).join("\n\n")}\n`;
}

type Write<Kind extends BlockKind> = (block: BlockOf<Kind>) => string;

const PARTS: { readonly [Kind in Exclude<BlockKind, LeafBlock["kind"]>]: Write<Kind> } = {
  products: (block) =>
    `{% if ${listOf(block)}.size > 0 %}${block.title ? `${block.title}\n` : ""}${lines(listOf(block), block)}{% endif %}`,
  cart: ({ totalLabel, buttonLabel }) =>
    `{% if cart.lines.size > 0 %}${lines("cart.lines", { limit: null, hasPrices: true })}{% if cart.total %}${totalLabel}: {{ cart.total }}{% endif %}{% endif %}

{% if cart.url %}${buttonLabel}:
{{ cart.url }}{% endif %}`,
  code: ({ label, terms }) => `{% if code.code %}${label}
{{ code.code }}${terms ? `\n${terms}` : ""}{% endif %}`,
  points: ({ text }) => `{% if points.balance %}${inlineToText(text)}{% endif %}`,
  question: ({ question, text }) => {
    const list = `questions.${questionName(question)}.answers`;
    return `{% if ${list}.size > 0 %}${text}
{% for item in ${list} %}- {{ item.label }}: {{ item.url }}
{% endfor %}{% endif %}`;
  },
  columns: ({ left, right }) => [...left, ...right].map(leafToText).filter(Boolean).join("\n\n"),
  mjml: ({ source }) => mjmlToText(source),
  footer: ({ reason, unsubscribeLabel, preferencesLabel }) => `--
{{ frame.sender }}{% if frame.address_line %} · {{ frame.address_line }}{% endif %}
${reason}
{% if frame.preferences_url %}${preferencesLabel}: {{ frame.preferences_url }}
{% endif %}${unsubscribeLabel}: {{ frame.unsubscribe_url }}`,
};

function partToText(block: Block): string {
  if (isLeaf(block)) return leafToText(block);
  return (PARTS[block.kind] as Write<typeof block.kind>)(block);
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
