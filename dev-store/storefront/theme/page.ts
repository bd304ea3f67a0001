import { html, type Markup, trusted } from "../../html";
import type { ThemeBlock, ThemeExtension } from "../../state/app-model";
import type { Product } from "../../state/model";
import { formatMoney } from "../shopper";
import { assetUrl, themeRenderer, type PageTongue } from "./liquid";
import { globalsOf, type PageFacts, productObject } from "./objects";

/** Pages on which a merchant has put blocks of the app. */
export type ThemeTemplate = "page" | "product" | "cart";

/** What a theme app extension adds to a page. */
export type ThemePage = {
  /** The blocks the merchant put on such pages. */
  blocks: (template: ThemeTemplate, product?: Product) => Markup;
  /** Blocks that are on every page, before its end. */
  embeds: () => Markup;
  /** Style sheets and scripts of all that was rendered so far. */
  head: () => Markup;
};

/** The extension on one page: all its blocks are switched on, with their settings untouched. */
export function themePage(theme: ThemeExtension, facts: PageFacts): ThemePage {
  const render = themeRenderer(theme, tongueOf(facts));
  const globals = globalsOf(facts);
  const used = new Set<ThemeBlock>();
  const show = (block: ThemeBlock, more: object): Markup => {
    used.add(block);
    const settings = Object.fromEntries(block.settings.map(({ id, value }) => [id, value ?? ""]));
    const shown = { id: block.handle, settings: { ...settings, product: undefined }, shopify_attributes: "" };
    return trusted(render(block.source, { ...globals, ...more, block: shown }));
  };
  return {
    blocks: (template, product) => {
      const more = product ? { product: productObject(product, facts) } : {};
      const placed = theme.blocks.filter((block) => block.target === "section" && isOn(block, template));
      return html`${placed.map((block) => show(block, more))}`;
    },
    embeds: () =>
      html`${theme.blocks.filter(({ target }) => target === "body").map((block) => show(block, {}))}`,
    head: () => {
      const styles = new Set([...used].flatMap(({ stylesheet }) => stylesheet ?? []));
      const scripts = new Set([...used].flatMap(({ javascript }) => javascript ?? []));
      return html`${[...styles].map((file) => html`<link rel="stylesheet" href="${assetUrl(theme, file)}" />`)}
      ${[...scripts].map((file) => html`<script src="${assetUrl(theme, file)}" defer></script>`)}`;
    },
  };
}

/** Where a merchant would put a block: where it may be; one that takes a product beside products; else on a page. */
function isOn({ templates, settings }: ThemeBlock, template: ThemeTemplate): boolean {
  if (templates) return templates.includes(template);
  return (settings.some(({ type }) => type === "product") ? "product" : "page") === template;
}

function tongueOf({ shopper: { language, currency } }: PageFacts): PageTongue {
  return {
    language,
    currency,
    money: (amountMinor, { withoutTrailingZeros } = { withoutTrailingZeros: false }) => {
      const text = formatMoney({ amountMinor, currencyCode: currency }, language);
      return withoutTrailingZeros ? text.replace(/[.,]00(?=\D|$)/, "") : text;
    },
  };
}
