import { ALIGNMENTS, type BlockKind, PRODUCT_SOURCES } from "../schema";

/** How one value of a block is edited. */
export type FieldInput =
  | { input: "line" | "formatted" | "address" | "mjml" | "check" | "products" }
  | { input: "choice"; options: readonly (string | number)[] }
  | { input: "number"; least: number; most: number; suffix: "px" | "%" | "" };

export type FieldSpec = FieldInput & {
  name: string;
  /** Only shown while another value is this. */
  when?: { name: string; is: unknown };
};

const align: FieldSpec = { name: "align", input: "choice", options: ALIGNMENTS };

/** What can be changed about each kind of block, in the order of the form. Columns hold blocks and have a form of their own. */
export const BLOCK_FIELDS: Readonly<Record<BlockKind, readonly FieldSpec[]>> = {
  heading: [{ name: "text", input: "line" }, { name: "level", input: "choice", options: [1, 2] }, align],
  text: [
    { name: "text", input: "formatted" },
    { name: "size", input: "choice", options: ["normal", "small"] },
    align,
  ],
  image: [
    { name: "url", input: "address" },
    { name: "alt", input: "line", when: { name: "isDecorative", is: false } },
    { name: "isDecorative", input: "check" },
    { name: "href", input: "address" },
    { name: "widthPercent", input: "number", least: 10, most: 100, suffix: "%" },
  ],
  button: [
    { name: "label", input: "line" },
    { name: "url", input: "address" },
    { name: "style", input: "choice", options: ["solid", "outline"] },
    align,
  ],
  products: [
    { name: "title", input: "line" },
    { name: "source", input: "choice", options: PRODUCT_SOURCES },
    { name: "productIds", input: "products", when: { name: "source", is: "picked" } },
    { name: "limit", input: "number", least: 1, most: 6, suffix: "" },
    { name: "hasPrices", input: "check" },
  ],
  cart: [
    { name: "totalLabel", input: "line" },
    { name: "buttonLabel", input: "line" },
  ],
  code: [
    { name: "label", input: "line" },
    { name: "terms", input: "line" },
  ],
  points: [{ name: "text", input: "formatted" }],
  /** Which one it is has a choice of its own: `QuestionChoice`. */
  question: [{ name: "text", input: "line" }],
  spacer: [{ name: "heightPx", input: "number", least: 4, most: 120, suffix: "px" }],
  divider: [],
  columns: [],
  mjml: [{ name: "source", input: "mjml" }],
  footer: [
    { name: "reason", input: "line" },
    { name: "unsubscribeLabel", input: "line" },
    { name: "preferencesLabel", input: "line" },
  ],
};
