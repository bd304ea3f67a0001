import type { Cart } from "../state/model";
import type { Store } from "../state/store";
import { inAction, tell, touch } from "./action";

/**
 * Makes a cart hold exactly these lines. Raises carts/create for the first of its token, carts/update when its lines
 * changed, nothing when they did not.
 */
export function fillCart(store: Store, { token, lines }: Pick<Cart, "token" | "lines">): Cart {
  return inAction(store, ({ at }) => {
    const kept = lines
      .filter(({ quantity }) => quantity > 0)
      .map(({ productId, variantId, quantity }) => ({ productId, variantId, quantity }));
    const known = store.carts.get(token);
    if (!known) {
      const cart: Cart = { token, lines: kept, createdAt: at, updatedAt: at };
      store.carts.set(token, cart);
      tell(store, "carts/create", cart);
      return cart;
    }
    if (JSON.stringify(known.lines) === JSON.stringify(kept)) return known;
    known.lines = kept;
    touch(known, at);
    tell(store, "carts/update", known);
    return known;
  });
}
