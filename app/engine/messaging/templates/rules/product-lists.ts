import type { Block, BlockOf, ProductSource } from "../schema";

const LISTS: Readonly<Record<Exclude<ProductSource, "picked">, string>> = {
  cart: "cart.lines",
  alternatives: "cart.alternatives",
  bestsellers: "products.bestsellers",
  "last-bought": "products.last_bought",
};

/** The list of a products block, as a path of the variables. Picked products have one of their own per block. */
export function listOf({ source, id }: BlockOf<"products">): string {
  return source === "picked" ? `picked.${pickedKey(id)}` : LISTS[source];
}

/** A block's id as a name that Liquid takes. */
export function pickedKey(blockId: string): string {
  return `b_${blockId.replace(/[^a-z0-9]/gi, "_")}`;
}

/** What a variant wants to be told beyond what its run knows. */
export type ProductNeeds = {
  /** Keys of the questions it asks. */
  questions: string[];
  bestsellers: boolean;
  lastBought: boolean;
  /** Ids by the key of their block. */
  picked: Record<string, string[]>;
};

/** Which products have to be looked up for these blocks, and for Liquid that names the lists itself. */
export function productNeedsOf(blocks: readonly Block[]): ProductNeeds {
  const written = JSON.stringify(blocks);
  const products = blocks.filter((block): block is BlockOf<"products"> => block.kind === "products");
  const uses = (source: ProductSource) => products.some((block) => block.source === source);
  return {
    bestsellers: uses("bestsellers") || written.includes("products.bestsellers"),
    lastBought: uses("last-bought") || written.includes("products.last_bought"),
    picked: Object.fromEntries(
      products
        .filter(({ source }) => source === "picked")
        .map(({ id, productIds }) => [pickedKey(id), productIds]),
    ),
    questions: blocks.flatMap((block) => (block.kind === "question" ? [block.question] : [])),
  };
}
