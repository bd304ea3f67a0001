import { unavailableLines } from "../commerce/cart-lines";
import type { WantedLine } from "../commerce/checkouts";
import type { Product } from "../state/model";
import type { Store } from "../state/store";
import type { Random } from "./random";

/** How much a kind of product is bought, against coffee. */
const KIND_WEIGHTS: Record<string, number> = {
  Coffee: 1,
  Tea: 0.5,
  Tableware: 0.25,
  Accessories: 0.5,
  Brewing: 0.13,
  Machines: 0.006,
  Course: 0.02,
  "Gift card": 0.03,
};

export type Taste = {
  /** Product ids somebody keeps coming back to. */
  favourites: readonly number[];
  /** A café or an office: many kilos, no single mugs. */
  wholesale: boolean;
};

/** What somebody likes: two or three things out of the range. */
export function makeTaste(random: Random, products: readonly Product[], wholesale = false): Taste {
  const favourites = Array.from({ length: random.int(2, 3) }, () => pickProduct(random, products).id);
  return { favourites, wholesale };
}

/** A basket: mostly one or two lines of one piece, now and then a large one. Stock is not looked at. */
export function fillBasket(random: Random, products: readonly Product[], taste: Taste): WantedLine[] {
  let count = 1;
  while (count < 8 && random.chance(taste.wholesale ? 0.6 : 0.36)) count += 1;
  const lines = new Map<number, WantedLine>();
  for (let index = 0; index < count; index += 1) {
    const product = chooseProduct(random, products, taste);
    const variant = taste.wholesale ? product.variants.at(-1) : random.pick(product.variants);
    if (variant) {
      lines.set(variant.id, {
        productId: product.id,
        variantId: variant.id,
        quantity: quantityOf(random, product, taste),
      });
    }
  }
  return [...lines.values()];
}

/** The part of a basket that can be bought now; may be empty. */
export function inStock(store: Store, lines: readonly WantedLine[]): WantedLine[] {
  return lines.filter((line) => unavailableLines(store, { lines: [{ ...line, key: "" }] }).length === 0);
}

function chooseProduct(random: Random, products: readonly Product[], taste: Taste): Product {
  if (random.chance(0.6)) {
    const favourite = random.pick(taste.favourites);
    const product = products.find(({ id }) => id === favourite);
    if (product) return product;
  }
  return pickProduct(random, products);
}

function pickProduct(random: Random, products: readonly Product[]): Product {
  return random.weighted(
    products.map((product, rank) => {
      const kind = KIND_WEIGHTS[product.productType] ?? 0.3;
      return [product, kind / Math.sqrt(rank + 1)] as const;
    }),
  );
}

function quantityOf(random: Random, product: Product, taste: Taste): number {
  if (["Machines", "Course", "Brewing"].includes(product.productType)) return 1;
  if (taste.wholesale) return random.int(4, 16);
  let quantity = 1;
  while (quantity < 12 && random.chance(0.22)) quantity += 1;
  return quantity;
}
