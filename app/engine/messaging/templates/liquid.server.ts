import { Liquid } from "liquidjs";

/** Tags that only choose and repeat. The others read files, or write values out without escaping them. */
const TAGS = new Set([
  "if",
  "unless",
  "case",
  "for",
  "break",
  "continue",
  "assign",
  "capture",
  "comment",
  "raw",
  "#",
]);
/** Would keep a value from being escaped. */
const FORBIDDEN_FILTERS = ["raw"];

const LIMITS = {
  /** Characters of a template; elements and characters a rendering may make; milliseconds it may take. */
  parseLimit: 1_000_000,
  memoryLimit: 5_000_000,
  renderLimit: 1_000,
};

function engine(options: { outputEscape?: "escape" }): Liquid {
  const liquid = new Liquid({
    ...options,
    ...LIMITS,
    strictFilters: true,
    // An empty text is nothing: blocks about it are left out.
    jsTruthy: true,
    // Of values only what they hold themselves, nothing of their prototypes.
    ownPropertyOnly: true,
  });
  for (const tag of Object.keys(liquid.tags)) if (!TAGS.has(tag)) delete liquid.tags[tag];
  for (const filter of FORBIDDEN_FILTERS) delete liquid.filters[filter];
  return liquid;
}

/** Fills in HTML: whatever is put out is escaped. */
export const htmlLiquid = engine({ outputEscape: "escape" });
/** Fills in plain text and subjects. */
export const textLiquid = engine({});
