import type { AddableKind, Block, BlockOf, Draft, FooterBlock, TemplateKind } from "../schema";

const FOOTERS: Readonly<Record<string, Omit<FooterBlock, "id" | "kind">>> = {
  en: {
    reason: "You get this e-mail because you agreed to hear from {{ shop.name }}.",
    unsubscribeLabel: "Unsubscribe",
    preferencesLabel: "Choose what I get",
  },
  pl: {
    reason: "Ta wiadomość przyszła za Twoją zgodą na wiadomości od sklepu {{ shop.name }}.",
    unsubscribeLabel: "Wypisz się",
    preferencesLabel: "Wybierz, co chcesz dostawać",
  },
  ru: {
    reason: "Вы получили это письмо, потому что согласились получать письма от магазина {{ shop.name }}.",
    unsubscribeLabel: "Отписаться",
    preferencesLabel: "Выбрать, что мне получать",
  },
};

/** The foot of a mail in a language; in English where we do not speak it, to be translated. */
export function emptyFooter(language: string): FooterBlock {
  const words = FOOTERS[language.split("-")[0] ?? ""] ?? FOOTERS.en;
  return { kind: "footer", id: "footer-1", reason: "", unsubscribeLabel: "", preferencesLabel: "", ...words };
}

type Empty = { readonly [Kind in AddableKind]: Omit<BlockOf<Kind>, "id" | "kind"> };

const MJML = "<mj-section>\n  <mj-column>\n    <mj-text></mj-text>\n  </mj-column>\n</mj-section>";

const EMPTY: Empty = {
  heading: { text: "", level: 2, align: "left" },
  text: { text: "", size: "normal", align: "left" },
  button: { label: "", url: "{{ shop.url }}", style: "solid", align: "left" },
  image: { url: "", alt: "", isDecorative: false, href: "", widthPercent: 100 },
  products: { title: "", source: "bestsellers", productIds: [], limit: 3, hasPrices: true },
  cart: { totalLabel: "", buttonLabel: "" },
  code: { label: "", terms: "" },
  points: { text: "" },
  question: { question: "", text: "" },
  columns: { left: [], right: [] },
  divider: {},
  spacer: { heightPx: 24 },
  mjml: { source: MJML },
};

/** A block as it is added: nothing said yet. */
export function emptyBlock(kind: AddableKind, id: string): Block {
  return { ...EMPTY[kind], kind, id } as Block;
}

/** A template with nothing in it, in one language. */
export function emptyDraft({
  name,
  kind,
  locale,
}: {
  name: string;
  kind: TemplateKind;
  locale: string;
}): Draft {
  const text: Block = emptyBlock("text", "text-1");
  const blocks = kind === "sms" ? [text] : [emptyBlock("heading", "heading-1"), text];
  return {
    name,
    variants: { [locale]: { subject: "", preheader: "", blocks: [...blocks, emptyFooter(locale)] } },
  };
}
