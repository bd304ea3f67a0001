import { type Request, Router } from "express";

import { cartItems } from "../commerce/cart-lines";
import { startCheckout, updateCheckout } from "../commerce/checkouts";
import type { Product, Variant } from "../state/model";
import { cartPage } from "./cart-page";
import type { CartLine } from "./carts";
import { isSoldOut } from "./catalogue-pages";
import { notFoundPage, withEvents } from "./layout";
import { cartViewed } from "./pixel/events";
import { cartTokenFor, findCheckoutOfCart, formText, frameFor, type ShopContext } from "./shop-context";

function sameLines(a: readonly CartLine[], b: readonly CartLine[]): boolean {
  const text = (lines: readonly CartLine[]) =>
    lines.map((line) => `${line.variantId}×${line.quantity}`).join();
  return text(a) === text(b);
}

function shownCart(context: ShopContext, request: Request): string {
  const { store, carts } = context;
  const frame = frameFor(request, context);
  const { cartToken } = frame.shopper;
  const lines = carts.lines(cartToken).map((line) => ({ ...line, key: String(line.variantId) }));
  const items = cartItems(store, lines);
  const events = cartViewed(cartToken, items, Number(request.query["added"]));
  return cartPage(withEvents(frame, events), items);
}

/** The cart, and the start of a checkout from it. */
export function cartRoutes(context: ShopContext): Router {
  const router = Router();
  const { store, carts } = context;

  const findVariant = (id: number): { product: Product; variant: Variant } | null => {
    for (const product of store.products.values()) {
      const variant = product.variants.find((candidate) => candidate.id === id);
      if (variant) return { product, variant };
    }
    return null;
  };
  const readLine = (request: Request): CartLine | null => {
    const quantity = Number(formText(request, "quantity"));
    const found = findVariant(Number(formText(request, "id")));
    if (!found || !Number.isInteger(quantity) || quantity < 0) return null;
    return { productId: found.product.id, variantId: found.variant.id, quantity };
  };

  router.get("/cart", (request, response) => void response.send(shownCart(context, request)));

  router.post("/cart/add", (request, response) => {
    const { shopper } = frameFor(request, context);
    const line = readLine(request);
    const found = line && findVariant(line.variantId);
    if (!line || !found || isSoldOut(found.variant)) return void response.redirect(303, "/cart");
    carts.add(cartTokenFor(shopper, response, carts), line);
    response.redirect(303, `/cart?added=${line.variantId}`);
  });

  router.post("/cart/change", (request, response) => {
    const { shopper } = frameFor(request, context);
    const line = readLine(request);
    if (line) carts.setQuantity(cartTokenFor(shopper, response, carts), line);
    response.redirect(303, "/cart");
  });

  router.post("/cart/checkout", (request, response) => {
    const { shopper } = frameFor(request, context);
    const token = cartTokenFor(shopper, response, carts);
    const lines = carts.lines(token);
    if (lines.length === 0) return void response.redirect(303, "/cart");
    const begun = findCheckoutOfCart(store, token);
    if (begun && !begun.completedAt) {
      if (!sameLines(begun.lines, lines)) updateCheckout(store, begun, { lines });
      return void response.redirect(303, `/checkouts/${begun.token}`);
    }
    const checkout = startCheckout(store, {
      lines,
      locale: shopper.language,
      presentmentCurrency: shopper.currency,
      cartToken: token,
    });
    response.redirect(303, `/checkouts/${checkout.token}`);
  });

  router.use((request, response) => {
    response.status(404).send(notFoundPage(frameFor(request, context)));
  });
  return router;
}
