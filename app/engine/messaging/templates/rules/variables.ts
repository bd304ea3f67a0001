/*
 * What a template may say of a person, a shop and an occasion. Values come as text, ready to be read: amounts, dates and
 * percentages are written in the reader's language by whoever fills them in. Only `url` values may be addresses, and
 * they are let through over http(s) only.
 */

export type VariableType = "text" | "number" | "money" | "date" | "url" | "list";

export type Variable = {
  path: string;
  type: VariableType;
  /** Not known of everybody: wants `| default: "…"`. */
  isOptional: boolean;
  /** Of a list: what each of its items has. */
  item?: Readonly<Record<string, VariableType>>;
};

const PRODUCT = { title: "text", detail: "text", price: "money", image_url: "url", url: "url" } as const;

function of(
  group: string,
  { isOptional, ...types }: Record<string, VariableType | boolean> & { isOptional: boolean },
): Variable[] {
  return Object.entries(types).map(([name, type]) => ({
    path: `${group}.${name}`,
    type: type as VariableType,
    isOptional,
    ...(type === "list" ? { item: PRODUCT } : {}),
  }));
}

/** Every variable, in the order in which editors list them. */
export const VARIABLES: readonly Variable[] = [
  ...of("person", { isOptional: true, first_name: "text", last_name: "text", full_name: "text" }),
  ...of("shop", { isOptional: false, name: "text", url: "url" }),
  ...of("cart", {
    isOptional: false,
    url: "url",
    lines: "list",
    total: "money",
    item_count: "number",
    sold_out: "text",
    price_note: "text",
    alternatives: "list",
  }),
  ...of("code", {
    isOptional: false,
    code: "text",
    value: "text",
    expires_on: "date",
    minimum: "money",
    url: "url",
  }),
  ...of("points", {
    isOptional: false,
    balance: "number",
    value: "money",
    expiring: "number",
    expires_on: "date",
    url: "url",
  }),
  ...of("order", {
    isOptional: false,
    name: "text",
    total: "money",
    ordered_on: "date",
    url: "url",
    lines: "list",
  }),
  ...of("product", {
    isOptional: false,
    title: "text",
    price: "money",
    url: "url",
    image_url: "url",
  }),
  ...of("products", { isOptional: false, bestsellers: "list", last_bought: "list" }),
  ...of("tier", { isOptional: false, name: "text", former_name: "text", ends_on: "date" }),
  ...of("premiere", { isOptional: false, title: "text", starts_on: "date", code: "text", url: "url" }),
  ...of("referral", {
    isOptional: false,
    url: "url",
    share_url: "url",
    code: "text",
    friend_gets: "text",
    you_get: "text",
  }),
  ...of("survey", { isOptional: false, url: "url" }),
  { path: "years", type: "number", isOptional: false },
];

const byPath = new Map(VARIABLES.map((variable) => [variable.path, variable]));
const GROUPS = new Set(VARIABLES.map(({ path }) => path.split(".")[0]));
/** What only the frame of a mail may use: the footer's links and the sender. */
const FRAME = new Map<string, VariableType>([
  ["frame.sender", "text"],
  ["frame.unsubscribe_url", "url"],
  ["frame.preferences_url", "url"],
  ["frame.address_line", "text"],
]);
/** What Liquid knows of lists and texts by itself. */
const OF_EVERYTHING = new Set(["size", "first", "last"]);

/** The type of a variable by its dotted path; null when there is no such variable. Groups (`cart`) count as text. */
export function typeOfVariable(path: string): VariableType | null {
  const known = byPath.get(path)?.type ?? FRAME.get(path);
  if (known) return known;
  if (GROUPS.has(path)) return "text";
  const at = path.lastIndexOf(".");
  const [owner, last] = [path.slice(0, at), path.slice(at + 1)];
  return at > 0 && OF_EVERYTHING.has(last) && (byPath.has(owner) || FRAME.has(owner)) ? "number" : null;
}

/** The type of what an item of a list has; null when it has no such thing. */
export function typeOfItemField(listPath: string, field: string): VariableType | null {
  const item = byPath.get(listPath)?.item;
  return item?.[field] ?? null;
}

/** Whether a value may be missing, so that a template ought to say what stands in for it. */
export function isOptionalVariable(path: string): boolean {
  return byPath.get(path)?.isOptional ?? false;
}

/** The variable most like a mistyped one; null when none is near. */
export function suggestVariable(path: string): string | null {
  let best: { path: string; distance: number } | null = null;
  for (const { path: known } of VARIABLES) {
    const distance = editDistance(path.toLowerCase(), known);
    if (!best || distance < best.distance) best = { path: known, distance };
  }
  return best && best.distance <= Math.max(2, path.length / 2.5) ? best.path : null;
}

function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
