import type { Locale } from "~/shops/schema";

import type { Block, BlockKind, ProductSource, Variant } from "../schema";
import { COMMON } from "./common";

/** A template that every shop has without any set-up, in our languages. Edited, it becomes the shop's own. */
export type ReadyMade = {
  key: string;
  /** What a person agrees to or not. */
  topic: string;
  names: Readonly<Record<Locale, string>>;
  variants: Readonly<Record<Locale, Variant>>;
};

/** What is said in one language; parts that a template lacks are left out. */
export type Words = {
  subject: string;
  preheader: string;
  heading: string;
  /** Under the greeting; paragraphs are parted by an empty line. */
  body: string;
  button?: string;
  closing?: string;
  /** Why the reader gets this mail. */
  reason: string;
};

type Part = Omit<Block, "id">;
type Layout = (words: Words, locale: Locale) => (Part | null)[];

/** Puts a template together: the same layout in every language. */
export function readyMade({
  key,
  topic,
  names,
  words,
  layout,
}: Pick<ReadyMade, "key" | "topic" | "names"> & {
  words: Readonly<Record<Locale, Words>>;
  layout: Layout;
}): ReadyMade {
  const variantIn = (locale: Locale): Variant => {
    const said = words[locale];
    const parts = [
      heading(said.heading),
      text(`${COMMON[locale].hello}\n\n${said.body}`),
      ...layout(said, locale),
      said.closing ? text(said.closing) : null,
      footer(locale, said.reason),
    ];
    return { subject: said.subject, preheader: said.preheader, blocks: numbered(parts) };
  };
  return { key, topic, names, variants: { en: variantIn("en"), pl: variantIn("pl"), ru: variantIn("ru") } };
}

function numbered(parts: readonly (Part | null)[]): Block[] {
  const counts = new Map<BlockKind, number>();
  return parts
    .filter((part) => part !== null)
    .map((part) => {
      const count = (counts.get(part.kind) ?? 0) + 1;
      counts.set(part.kind, count);
      return { ...part, id: `${part.kind}-${count}` } as Block;
    });
}

function heading(words: string): Part {
  return { kind: "heading", text: words, level: 1, align: "left" } as Part;
}

export function text(words: string): Part {
  return { kind: "text", text: words, size: "normal", align: "left" } as Part;
}

/** @param url One variable that holds an address. */
export function button(label: string | undefined, url: string): Part | null {
  if (!label) return null;
  return { kind: "button", label, url, style: "solid", align: "left" } as Part;
}

/** The cart's lines, its sum, and the way back. */
export function cart(locale: Locale): Part {
  const { cartButton: buttonLabel, cartTotal: totalLabel } = COMMON[locale];
  return { kind: "cart", buttonLabel, totalLabel } as Part;
}

export function code(locale: Locale): Part {
  const { codeLabel: label, codeTerms: terms } = COMMON[locale];
  return { kind: "code", label, terms } as Part;
}

/** A question of a feature, with its answers as links. */
export function question(key: string, words: string): Part {
  return { kind: "question", question: key, text: words } as Part;
}

export function points(words: string): Part {
  return { kind: "points", text: words } as Part;
}

export function products(locale: Locale, source: ProductSource): Part {
  const { bestsellers, alternatives } = COMMON[locale];
  const title = source === "bestsellers" ? bestsellers : source === "alternatives" ? alternatives : "";
  return { kind: "products", title, source, productIds: [], limit: 3, hasPrices: true } as Part;
}

function footer(locale: Locale, reason: string): Part {
  const { unsubscribe: unsubscribeLabel, preferences: preferencesLabel } = COMMON[locale];
  return { kind: "footer", reason, unsubscribeLabel, preferencesLabel } as Part;
}
