import { Liquid, type Template } from "liquidjs";

import { escapeHtml } from "../../html";
import type { ThemeExtension } from "../../state/app-model";

type Named = readonly [name: string, value: unknown];

/** What filters need to know of the page. */
export type PageTongue = {
  language: string;
  /** Of all amounts. */
  currency: string;
  /** An amount in minor units, as the shop writes it. */
  money: (amountMinor: number, options?: { withoutTrailingZeros: boolean }) => string;
};

type Render = (source: string, globals: object) => string;

const renderers = new WeakMap<ThemeExtension, Map<string, Render>>();

/**
 * Renders the files of a theme app extension as Shopify does: its filters and tags as far as the extension uses them.
 * Files are parsed once for a language and a currency.
 */
export function themeRenderer(theme: ThemeExtension, tongue: PageTongue): Render {
  const ofTheme = renderers.get(theme) ?? new Map<string, Render>();
  renderers.set(theme, ofTheme);
  const key = `${tongue.language} ${tongue.currency}`;
  const render = ofTheme.get(key) ?? createRenderer(theme, tongue);
  ofTheme.set(key, render);
  return render;
}

function createRenderer(theme: ThemeExtension, tongue: PageTongue): Render {
  const engine = new Liquid({ templates: theme.snippets, strictFilters: true, cache: true });
  const texts = theme.texts[tongue.language] ?? theme.texts["en"];
  engine.registerFilter("t", (key: string, ...values: Named[]) =>
    translate({ texts, key, language: tongue.language, values: Object.fromEntries(values) }),
  );
  // Liquid divides whole numbers into whole numbers.
  engine.registerFilter("divided_by", (dividend: unknown, divisor: unknown) => {
    const quotient = Number(dividend) / Number(divisor);
    return [dividend, divisor].every((one) => Number.isInteger(Number(one)))
      ? Math.floor(quotient)
      : quotient;
  });
  engine.registerFilter("money", (minor: number) => tongue.money(Number(minor)));
  engine.registerFilter("money_without_trailing_zeros", (minor: number) =>
    tongue.money(Number(minor), { withoutTrailingZeros: true }),
  );
  engine.registerFilter("handleize", (text: unknown) => handleOf(String(text)));
  const parsed = new Map<string, Template[]>();
  return (source, globals) => {
    const template = parsed.get(source) ?? engine.parse(source);
    parsed.set(source, template);
    return engine.renderSync(template, {}, { globals }) as string;
  };
}

export function assetUrl({ name }: Pick<ThemeExtension, "name">, file: string): string {
  return `/extensions/${name}/assets/${file}`;
}

function handleOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

type Translation = {
  texts: unknown;
  key: string;
  language: string;
  values: Readonly<Record<string, unknown>>;
};

/** The text of a key, in the plural form of `count`; what is put in is escaped unless the key ends with `_html`. */
function translate({ texts, key, language, values }: Translation): string {
  const found = key.split(".").reduce<unknown>((node, part) => childOf(node, part), texts);
  const form =
    values["count"] === undefined
      ? "other"
      : new Intl.PluralRules(language).select(Math.abs(Number(values["count"])));
  const text = typeof found === "string" ? found : (childOf(found, form) ?? childOf(found, "other"));
  if (typeof text !== "string") return `Translation missing: ${language}.${key}`;
  const filled = text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_whole, name: string) => textOf(values[name]));
  return key.endsWith("_html") ? filled : escapeHtml(filled);
}

function childOf(node: unknown, part: string): unknown {
  return typeof node === "object" && node !== null ? (node as Record<string, unknown>)[part] : undefined;
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
