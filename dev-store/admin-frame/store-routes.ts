import express, { type Request, type RequestHandler, type Response, Router } from "express";

import { addTags, removeTags } from "../commerce/customers";
import { cancelOrder, fulfillOrder, refundOrder } from "../commerce/orders";
import type { DevStoreContext } from "../context";
import type { Customer, Order } from "../state/model";
import type { Store } from "../state/store";
import { setConsent } from "./consent-form";
import { customerPage, customersPage } from "./customer-pages";
import { homePage } from "./home-page";
import { storePath } from "./layout";
import { readLocale } from "./locale";
import { mergeByForm } from "./merge-form";
import { type ListRequest, orderPage, ordersPage } from "./order-pages";
import { sameOriginOnly } from "./same-origin";

function listRequest(request: Request): ListRequest {
  const { q, page } = request.query;
  return {
    query: typeof q === "string" ? q.trim() : "",
    page: Number(page ?? 1),
    locale: readLocale(request),
  };
}

/** Makes the customer's tags exactly those written; Shopify matches tags without regard to case. */
function setTags({ store }: DevStoreContext, customer: Customer, written: string): void {
  const wanted = written.split(",").map((tag) => tag.trim()).filter((tag) => tag !== ""); // prettier-ignore
  const kept = new Set(wanted.map((tag) => tag.toLowerCase()));
  const dropped = customer.tags.filter((tag) => !kept.has(tag.toLowerCase()));
  removeTags(store, customer, dropped);
  addTags(store, customer, wanted);
}

type OrderAction = (ctx: DevStoreContext, order: Order) => unknown;

const ORDER_ACTIONS: Readonly<Record<string, OrderAction>> = {
  fulfill: ({ store }, order) => fulfillOrder(store, order),
  refund: ({ store }, order) => refundOrder(store, order),
  cancel: ({ store }, order) => cancelOrder(store, order, "STAFF"),
};

type Act<Found> = (found: Found, request: Request, response: Response) => void;

/** Handlers for one record named by `:id` in the path; 404 when the store has none. */
function finders(store: Store) {
  const finding =
    <Found>(records: Map<number, Found>, what: string) =>
    (act: Act<Found>): RequestHandler =>
    (request, response) => {
      const found = records.get(Number(request.params["id"]));
      if (found) act(found, request, response);
      else response.status(404).type("text").send(`No such ${what}`);
    };
  return { withOrder: finding(store.orders, "order"), withCustomer: finding(store.customers, "customer") };
}

/** Home, orders and customers of the store, and what staff do with them. */
export function storeRoutes(ctx: DevStoreContext): Router {
  const router = Router();
  const base = storePath(ctx);
  const { store } = ctx;

  const { withOrder, withCustomer } = finders(store);

  router.get(base, (request, response) => void response.send(homePage(ctx, readLocale(request))));
  router.get(
    `${base}/orders`,
    (request, response) => void response.send(ordersPage(ctx, listRequest(request))),
  );
  router.get(
    `${base}/customers`,
    (request, response) => void response.send(customersPage(ctx, listRequest(request))),
  );
  router.get(
    `${base}/orders/:id`,
    withOrder((order, request, response) => void response.send(orderPage(ctx, order, readLocale(request)))),
  );
  router.get(
    `${base}/customers/:id`,
    withCustomer(
      (customer, request, response) => void response.send(customerPage(ctx, customer, readLocale(request))),
    ),
  );
  addCustomerForms(router, ctx);
  router.post(
    `${base}/orders/:id/:action`,
    sameOriginOnly,
    withOrder((order, request, response) => {
      const act = ORDER_ACTIONS[request.params["action"] ?? ""];
      if (!act)
        return void response.status(404).type("text").send("Orders can be fulfilled, refunded or cancelled");
      act(ctx, order);
      response.redirect(303, `${base}/orders/${order.id}`);
    }),
  );
  return router;
}

/** What staff change about a customer. */
function addCustomerForms(router: Router, ctx: DevStoreContext): void {
  const base = storePath(ctx);
  const { store } = ctx;
  const { withCustomer } = finders(store);
  router.post(
    `${base}/customers/:id/tags`,
    sameOriginOnly,
    express.urlencoded({ extended: false }),
    withCustomer((customer, request, response) => {
      const { tags } = request.body as { tags?: unknown };
      setTags(ctx, customer, typeof tags === "string" ? tags : "");
      response.redirect(303, `${base}/customers/${customer.id}`);
    }),
  );
  router.post(
    `${base}/customers/:id/consent`,
    sameOriginOnly,
    express.urlencoded({ extended: false }),
    withCustomer((customer, request, response) => {
      if (setConsent(store, customer, request.body as Record<string, unknown>))
        response.redirect(303, `${base}/customers/${customer.id}`);
      else response.status(400).type("text").send("Consent needs a state, a level and an address");
    }),
  );
  router.post(
    `${base}/customers/:id/merge`,
    sameOriginOnly,
    express.urlencoded({ extended: false }),
    withCustomer((customer, request, response) => {
      if (mergeByForm(store, customer, request.body as Record<string, unknown>))
        response.redirect(303, `${base}/customers/${customer.id}`);
      else response.status(400).type("text").send("There is no other customer with this e-mail");
    }),
  );
}
