import { type Request, type Response, Router } from "express";

import { unavailableLines } from "../commerce/cart-lines";
import {
  applyDiscountCode,
  completeCheckout,
  removeDiscountCodes,
  updateCheckout,
} from "../commerce/checkouts";
import type { Checkout } from "../state/model";
import { checkoutPage, type CheckoutState, UNTOUCHED } from "./checkout-page";
import { readCookie, writeCookie } from "./cookies";
import { DELIVERY_FIELDS, deliveryFormOf, isDeliverable, parseDelivery } from "./delivery";
import { notFoundPage, withEvents } from "./layout";
import { alreadyOrderedPage, thankYouPage } from "./order-pages";
import { checkoutStarted } from "./pixel/events";
import { findOrderOfCheckout, formText, frameFor, frameOfSale, type ShopContext } from "./shop-context";
import { languageOf, textsOf } from "./texts";
import type { Texts } from "./texts-en";

const EMAIL = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;

type Visit = { request: Request; response: Response; checkout: Checkout; texts: Texts };

/** Shows the checkout as it is now; a form that failed comes back with 422. */
function show(context: ShopContext, visit: Visit, change: Partial<CheckoutState>): void {
  const { request, response, checkout } = visit;
  const frame = withEvents(
    frameOfSale(frameFor(request, context), checkout),
    checkoutStarted(checkout.token),
  );
  const page = checkoutPage({ store: context.store, checkout, frame, state: { ...UNTOUCHED, ...change } });
  response.status(request.method === "POST" ? 422 : 200).send(page);
}

/** Tries the code of a discount link: it waits in a cookie until it applies, or until it is clear that it does not. */
function applyWaitingCode(
  { store }: ShopContext,
  { request, response, checkout }: Visit,
): Partial<CheckoutState> {
  const code = readCookie(request, "discountCode");
  if (code === null) return {};
  const known = checkout.discountCodes.some((applied) => applied.toLowerCase() === code.toLowerCase());
  const check = known ? null : applyDiscountCode(store, checkout, code);
  const refused = check?.kind === "refused" ? check.reason : null;
  if (!refused || checkout.email !== null) writeCookie(response, "discountCode", null);
  return refused ? { code: { typed: code, error: refused } } : {};
}

function saveContact(context: ShopContext, visit: Visit): void {
  const { request, response, checkout, texts } = visit;
  const email = formText(request, "email");
  if (!EMAIL.test(email)) return show(context, visit, { email: { typed: email, error: texts.emailWrong } });
  const buyerAcceptsMarketing = formText(request, "accepts_marketing") === "1";
  updateCheckout(context.store, checkout, { email, buyerAcceptsMarketing });
  response.redirect(303, `/checkouts/${checkout.token}`);
}

function saveDelivery(context: ShopContext, visit: Visit): void {
  const { request, response, checkout, texts } = visit;
  const typed = deliveryFormOf(null, "");
  for (const field of DELIVERY_FIELDS) typed[field] = formText(request, field);
  const shippingAddress = parseDelivery(typed);
  if (!shippingAddress) return show(context, visit, { delivery: { typed, error: texts.addressWrong } });
  updateCheckout(context.store, checkout, { shippingAddress });
  response.redirect(303, `/checkouts/${checkout.token}`);
}

function enterCode(context: ShopContext, visit: Visit): void {
  const { request, response, checkout } = visit;
  const typed = formText(request, "code");
  const check = applyDiscountCode(context.store, checkout, typed);
  if (check.kind === "refused") return show(context, visit, { code: { typed, error: check.reason } });
  writeCookie(response, "discountCode", null);
  response.redirect(303, `/checkouts/${checkout.token}`);
}

function removeCodes({ store }: ShopContext, { response, checkout }: Visit): void {
  removeDiscountCodes(store, checkout);
  writeCookie(response, "discountCode", null);
  response.redirect(303, `/checkouts/${checkout.token}`);
}

function pay(context: ShopContext, visit: Visit): void {
  const { response, checkout, texts } = visit;
  const { store, carts } = context;
  if (checkout.email === null) return show(context, visit, { payError: texts.contactFirst });
  if (!isDeliverable(checkout.shippingAddress)) return show(context, visit, { payError: texts.addressFirst });
  const gone = checkout.lines.length === 0 || unavailableLines(store, checkout).length > 0;
  if (gone) return show(context, visit, { payError: texts.linesGone });
  const order = completeCheckout(store, checkout);
  carts.replace(checkout.cartToken, []);
  writeCookie(response, "cart", null);
  response.redirect(303, `/orders/${order.id}/thank-you`);
}

/** The checkout and what follows it. */
export function checkoutRoutes(context: ShopContext): Router {
  const router = Router();
  const { store } = context;

  const visiting =
    (act: (context: ShopContext, visit: Visit) => void) => (request: Request, response: Response) => {
      const frame = frameFor(request, context);
      const checkout = store.checkouts.get(request.params["token"] ?? "");
      if (!checkout) return void response.status(404).send(notFoundPage({ ...frame, path: null }));
      if (checkout.completedAt) {
        const order = findOrderOfCheckout(store, checkout);
        return void response.send(alreadyOrderedPage(frameOfSale(frame, checkout), order));
      }
      act(context, { request, response, checkout, texts: textsOf(languageOf(checkout.locale)) });
    };

  router.get(
    "/checkouts/:token",
    visiting((_, visit) => {
      const { edit, restored } = visit.request.query;
      const editing = edit === "contact" || edit === "delivery" ? edit : null;
      const notice = restored === "1" ? visit.texts.cartRestored : null;
      show(context, visit, { editing, notice, ...applyWaitingCode(context, visit) });
    }),
  );
  router.post("/checkouts/:token/contact", visiting(saveContact));
  router.post("/checkouts/:token/delivery", visiting(saveDelivery));
  router.post("/checkouts/:token/discount", visiting(enterCode));
  router.post("/checkouts/:token/discount/remove", visiting(removeCodes));
  router.post("/checkouts/:token/pay", visiting(pay));

  router.get("/orders/:id/thank-you", (request, response) => {
    const frame = frameFor(request, context);
    const order = store.orders.get(Number(request.params.id));
    if (!order) return void response.status(404).send(notFoundPage(frame));
    response.send(thankYouPage(frameOfSale(frame, order), order));
  });
  return router;
}
