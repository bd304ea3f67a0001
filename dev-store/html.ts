/** Text that is markup already and goes into a page as it is. */
export class Markup {
  constructor(private readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/** What an `html` template takes: text is escaped, markup is not, nothing is nothing, lists are joined. */
export type Renderable = Markup | string | number | null | undefined | false | readonly Renderable[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes for element content and for quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

function render(value: Renderable): string {
  if (value === null || value === undefined || value === false) return "";
  if (value instanceof Markup) return value.toString();
  if (typeof value === "string") return escapeHtml(value);
  if (typeof value === "number") return String(value);
  return value.map(render).join("");
}

/** Tag of a template whose values are escaped unless they are markup themselves. */
export function html(strings: TemplateStringsArray, ...values: Renderable[]): Markup {
  return new Markup(strings.reduce((text, part, index) => text + render(values[index - 1]) + part));
}

/** Takes text as markup: only for constants such as style sheets, never for anything a person typed. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

/** A value for a `<script type="application/json">` element: no character in it can end the element. */
export function jsonForScript(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replace(/</g, "\\u003c"));
}
