import { Router } from "express";

import { createCustomer } from "../../commerce/customers";
import { readCookie, writeCookie } from "../cookies";
import { formText, frameFor, type ShopContext } from "../shop-context";
import { accountPage, signInPage } from "./pages";

const EMAIL = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;

/** Signing in and out, and the customer's own page. */
export function accountRoutes(context: ShopContext): Router {
  const router = Router();
  const { store, sessions } = context;

  router.get("/account", (request, response) => {
    const customer = sessions.find(readCookie(request, "customer"));
    if (!customer) return void response.redirect(302, "/account/login");
    response.send(accountPage(frameFor(request, context), customer));
  });

  router.get(["/account/login", "/account/register"], (request, response) => {
    response.send(signInPage(frameFor(request, context), { error: null }));
  });

  router.post("/account/login", (request, response) => {
    const frame = frameFor(request, context);
    const email = formText(request, "email");
    if (!EMAIL.test(email))
      return void response.status(422).send(signInPage(frame, { error: frame.shopper.texts.emailWrong }));
    // Who is new gets an account by signing in, as in Shopify's customer accounts.
    const customer =
      store.findCustomerByEmail(email) ?? createCustomer(store, { email, locale: frame.shopper.language });
    writeCookie(response, "customer", sessions.begin(customer));
    response.redirect(303, "/account");
  });

  router.post("/account/logout", (request, response) => {
    sessions.end(readCookie(request, "customer"));
    writeCookie(response, "customer", null);
    response.redirect(303, "/");
  });
  return router;
}
