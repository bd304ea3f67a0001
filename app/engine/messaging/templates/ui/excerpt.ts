import type { Block, BlockKind } from "../schema";

const LENGTH = 48;

/** The value of a block that says most about it. */
const TELLING: Partial<Record<BlockKind, string>> = {
  heading: "text",
  text: "text",
  points: "text",
  button: "label",
  code: "label",
  cart: "buttonLabel",
  question: "text",
  image: "alt",
  products: "title",
  footer: "reason",
};

/** The first words of a block, by which it is known in a list. */
export function excerptOf(block: Block): string {
  const values = block as unknown as Readonly<Record<string, unknown>>;
  const told = values[TELLING[block.kind] ?? ""];
  const words = (typeof told === "string" ? told : "")
    .replace(/\{%[\s\S]*?%\}/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return words.length > LENGTH ? `${words.slice(0, LENGTH)}…` : words;
}
