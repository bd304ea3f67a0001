import { Router } from "express";

import type { Checkout } from "../state/model";
import { writeCookie } from "./cookies";
import { notFoundPage } from "./layout";
import { localPath } from "./local-path";
import { cartTokenFor, frameFor, type ShopContext } from "./shop-context";
import { languageOf } from "./texts";

/** The key of a checkout's recovery link: whoever has it may go on with the checkout. */
function keyOf(checkout: Checkout): string | null {
  return URL.canParse(checkout.recoverUrl) ? new URL(checkout.recoverUrl).searchParams.get("key") : null;
}

/** The links that mails carry: recovery of a checkout on any device, and discount links. */
export function linkRoutes(context: ShopContext): Router {
  const router = Router();
  const { store, carts } = context;

  const findByLink = (cartToken: string, key: unknown): Checkout | null => {
    for (const checkout of store.checkouts.values()) {
      if (checkout.cartToken === cartToken && keyOf(checkout) === key) return checkout;
    }
    return null;
  };

  router.get("/:shopId(\\d+)/checkouts/ac/:cartToken/recover", (request, response) => {
    const { shopId, cartToken } = request.params;
    const { key, locale } = request.query;
    const checkout = shopId === String(store.shop.id) ? findByLink(cartToken ?? "", key) : null;
    if (!checkout)
      return void response.status(404).send(notFoundPage({ ...frameFor(request, context), path: null }));
    writeCookie(response, "language", languageOf(typeof locale === "string" ? locale : checkout.locale));
    if (checkout.completedAt) return void response.redirect(302, `/checkouts/${checkout.token}`);
    writeCookie(response, "cart", checkout.cartToken);
    writeCookie(response, "currency", checkout.presentmentCurrency);
    carts.replace(checkout.cartToken, checkout.lines);
    response.redirect(302, `/checkouts/${checkout.token}?restored=1`);
  });

  // Shopify's permalink of a cart; without `storefront` it would lead to the checkout.
  router.get("/cart/:items([0-9]+:[0-9]+(?:,[0-9]+:[0-9]+)*)", (request, response) => {
    const { shopper } = frameFor(request, context);
    const wanted = (request.params["items"] ?? "").split(",").map((item) => item.split(":").map(Number));
    const lines = wanted.flatMap(([variantId = 0, quantity = 0]) => {
      const product = [...store.products.values()].find(({ variants }) =>
        variants.some(({ id }) => id === variantId),
      );
      return product ? [{ productId: product.id, variantId, quantity }] : [];
    });
    carts.replace(cartTokenFor(shopper, response, carts), lines);
    response.redirect(302, "/cart");
  });

  router.get("/discount/:code", (request, response) => {
    const { redirect } = request.query;
    writeCookie(response, "discountCode", request.params.code);
    response.redirect(302, (typeof redirect === "string" ? localPath(redirect) : null) ?? "/");
  });
  return router;
}
