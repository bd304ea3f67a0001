import type { Product, Variant } from "../state/model";
import type { Store } from "../state/store";
import { inAction, tell, touch } from "./action";

export type NewProduct = Omit<Product, "id" | "variants" | "createdAt" | "updatedAt"> & {
  variants: Omit<Variant, "id">[];
};

export type ProductChanges = Partial<Omit<Product, "id" | "variants" | "createdAt" | "updatedAt">>;

/** Adds a product with its variants; raises products/create. */
export function createProduct(store: Store, input: NewProduct): Product {
  return inAction(store, ({ at }) => {
    const product: Product = {
      ...input,
      id: store.nextId(),
      variants: input.variants.map((variant) => ({ ...variant, id: store.nextId() })),
      createdAt: at,
      updatedAt: at,
    };
    store.products.set(product.id, product);
    tell(store, "products/create", product);
    return product;
  });
}

/** Changes fields of the product; raises products/update. */
export function updateProduct(store: Store, product: Product, changes: ProductChanges): void {
  inAction(store, ({ at }) => {
    Object.assign(product, changes);
    touch(product, at);
    tell(store, "products/update", product);
  });
}

/** Counts the shelf anew: pieces of one variant in stock; raises products/update. */
export function setStock(
  store: Store,
  product: Product,
  stock: { variantId: number; quantity: number },
): void {
  const variant = product.variants.find((candidate) => candidate.id === stock.variantId);
  if (!variant) throw new RangeError(`Product ${product.handle} has no variant ${stock.variantId}`);
  inAction(store, ({ at }) => {
    variant.inventoryQuantity = stock.quantity;
    touch(product, at);
    tell(store, "products/update", product);
  });
}
