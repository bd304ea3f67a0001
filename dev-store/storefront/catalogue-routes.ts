import { Router } from "express";

import type { Product } from "../state/model";
import { collectionPage, productPage, slugOf } from "./catalogue-pages";
import { writeCookie } from "./cookies";
import { productIllustration } from "./illustration";
import { notFoundPage } from "./layout";
import { localPath } from "./local-path";
import { formText, frameFor, type ShopContext } from "./shop-context";
import { currenciesOf } from "./shopper";
import { languageOf } from "./texts";

/** Home, collections, products, pictures, and the choice of language and currency. */
export function catalogueRoutes(context: ShopContext): Router {
  const router = Router();
  const { store } = context;
  const onSale = () => [...store.products.values()].filter(({ status }) => status === "ACTIVE");
  const typesOf = (products: Product[]) =>
    [...new Set(products.map(({ productType }) => productType))].sort();

  router.get("/", (request, response) => {
    const products = onSale();
    response.send(
      collectionPage(frameFor(request, context), { products, types: typesOf(products), chosen: null }),
    );
  });

  router.get("/collections/:slug", (request, response) => {
    const frame = frameFor(request, context);
    const all = onSale();
    const types = typesOf(all);
    const chosen = types.find((type) => slugOf(type) === request.params.slug);
    if (chosen === undefined) return void response.status(404).send(notFoundPage(frame));
    const products = all.filter(({ productType }) => productType === chosen);
    response.send(collectionPage(frame, { products, types, chosen }));
  });

  router.get("/products/:handle", (request, response) => {
    const frame = frameFor(request, context);
    const product = onSale().find(({ handle }) => handle === request.params.handle);
    if (!product) return void response.status(404).send(notFoundPage(frame));
    response.send(productPage(frame, product));
  });

  router.get("/images/:name.svg", (request, response) => {
    response.set("cache-control", "public, max-age=86400").type("image/svg+xml");
    response.send(productIllustration(request.params.name));
  });

  router.post("/localization", (request, response) => {
    writeCookie(response, "language", languageOf(formText(request, "language")));
    const currency = formText(request, "currency");
    if (currenciesOf(store.shop).includes(currency)) writeCookie(response, "currency", currency);
    response.redirect(303, localPath(formText(request, "return_to")) ?? "/");
  });
  return router;
}
