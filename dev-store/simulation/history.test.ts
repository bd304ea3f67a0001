import { describe, expect, it } from "vitest";

import { SimulatedClock } from "../clock";
import { isValidOrder } from "../commerce/counts";
import { orderTotals } from "../commerce/orders";
import type { Order } from "../state/model";
import { Store } from "../state/store";
import { seedHistory } from "./history";
import { demoShop } from "./shop";

const until = new Date("2026-11-30T07:00:00Z");
const MONTH_MS = 30 * 86_400_000;

function shopWithPast(seed: number, customerCount = 600): { store: Store; raised: number } {
  const store = new Store(demoShop(until), new SimulatedClock(() => until.getTime()));
  let raised = 0;
  store.onEvent(() => (raised += 1));
  seedHistory(store, { seed, customerCount, until });
  return { store, raised };
}

const { store, raised } = shopWithPast(1);
const orders = [...store.orders.values()];
const customers = [...store.customers.values()];
const share = <T>(of: readonly T[], wanted: (one: T) => unknown) => of.filter(wanted).length / of.length;

describe("the seeded history", () => {
  it("is the same for the same seed, and another for another", () => {
    const same = shopWithPast(1).store;
    expect([...same.orders.values()]).toEqual(orders);
    expect([...same.customers.values()]).toEqual(customers);
    expect([...shopWithPast(2).store.orders.values()]).not.toEqual(orders);
  });

  it("raises no webhook, and makes the customers it was asked for and two to four orders for each", () => {
    expect(raised).toBe(0);
    expect(customers).toHaveLength(600);
    expect(orders.length).toBeGreaterThan(1_200);
    expect(orders.length).toBeLessThan(2_400);
  });

  it("lies in the past, each record's instants in order", () => {
    for (const record of [...orders, ...customers, ...store.checkouts.values()]) {
      expect(record.createdAt <= record.updatedAt && record.updatedAt < until).toBe(true);
    }
    for (const order of orders) {
      const customer = order.customerId === null ? null : store.customers.get(order.customerId);
      if (customer) expect(customer.createdAt <= order.createdAt).toBe(true);
      for (const refund of order.refunds) expect(refund.createdAt >= order.createdAt).toBe(true);
    }
    const numbers = orders.map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_, index) => 1001 + index));
    expect(orders.every((order, index) => order.createdAt >= (orders[index - 1]?.createdAt ?? 0))).toBe(true);
  });

  it("has refunds, cancellations, tests, codes, foreign money and sales without a customer in lifelike shares", () => {
    const between = (value: number, low: number, high: number) => {
      expect(value).toBeGreaterThan(low);
      expect(value).toBeLessThan(high);
    };
    between(
      share(orders, ({ refunds, cancelledAt }) => refunds.length > 0 && !cancelledAt),
      0.035,
      0.085,
    );
    between(
      share(orders, ({ cancelledAt }) => cancelledAt),
      0.008,
      0.04,
    );
    between(
      share(orders, ({ test }) => test),
      0.003,
      0.025,
    );
    between(
      share(orders, ({ discountCodes }) => discountCodes.length),
      0.05,
      0.11,
    );
    between(
      share(orders, ({ presentmentCurrency }) => presentmentCurrency !== "EUR"),
      0.15,
      0.35,
    );
    between(
      share(orders, ({ customerId }) => customerId === null),
      0.02,
      0.09,
    );
    between(
      share(customers, ({ email }) => email === null),
      0.005,
      0.05,
    );
    between(
      share(customers, ({ firstName }) => firstName === null),
      0.01,
      0.06,
    );
    const statuses = new Set(orders.map(({ financialStatus }) => financialStatus));
    for (const status of ["PAID", "REFUNDED", "PARTIALLY_REFUNDED", "PARTIALLY_PAID", "VOIDED"] as const) {
      expect(statuses).toContain(status);
    }
    const states = new Set(customers.map(({ emailConsent }) => emailConsent.state));
    expect([...states].sort()).toEqual([
      "INVALID",
      "NOT_SUBSCRIBED",
      "PENDING",
      "SUBSCRIBED",
      "UNSUBSCRIBED",
    ]);
  });

  it("writes names in several scripts", () => {
    const names = customers.map(({ lastName }) => lastName ?? "").join(" ");
    for (const script of [
      /[łąęśż]/,
      /\p{Script=Cyrillic}/u,
      /\p{Script=Greek}/u,
      /\p{Script=Arabic}/u,
      /\p{Script=Han}/u,
    ]) {
      expect(names).toMatch(script);
    }
    expect(
      customers.every(({ email }) => email === null || /^[a-z]+\.[a-z]+\d+@[a-z]+\.example$/.test(email)),
    ).toBe(true);
  });

  it("keeps fewer buyers coming back the longer ago their first order is", () => {
    const returning = [1, 4, 9].map((month) => retention(orders, month));
    expect(returning[0]).toBeGreaterThan(returning[1] ?? 1);
    expect(returning[1]).toBeGreaterThan(returning[2] ?? 1);
    expect(returning[2]).toBeGreaterThan(0.03);
  });

  it("sells more before Christmas than in the summer before, although the shop grows all the time", () => {
    const inMonths = (...months: string[]) =>
      orders.filter(({ createdAt }) => months.includes(createdAt.toISOString().slice(0, 7))).length;
    expect(inMonths("2025-11", "2025-12")).toBeGreaterThan(inMonths("2026-01", "2026-02"));
    expect(inMonths("2025-11", "2025-12")).toBeGreaterThan(1.5 * inMonths("2025-07", "2025-08"));
  });

  it("adds up to the cent in every order", () => {
    for (const order of orders) {
      const totals = orderTotals(order);
      expect(totals.refunded.shop.amountMinor).toBeLessThanOrEqual(totals.received.shop.amountMinor);
      if (order.financialStatus === "PAID") expect(totals.received).toEqual(totals.total);
      if (isValidOrder(order)) expect(totals.netPayment.shop.amountMinor).toBeGreaterThan(0);
    }
  });

  it("leaves the shelves as the catalogue says", () => {
    const stock = [...store.products.values()].flatMap(({ variants }) =>
      variants.map(({ inventoryQuantity }) => inventoryQuantity),
    );
    expect(store.products.size).toBe(24);
    expect(Math.min(...stock)).toBe(0);
    expect(stock.filter((pieces) => pieces > 10).length).toBeGreaterThan(25);
  });
});

/** Of the buyers whose first order is at least `month` + 1 months old, the share who bought in that month after it. */
function retention(all: readonly Order[], month: number): number {
  const dates = new Map<number, number[]>();
  for (const { customerId, createdAt } of all.filter(isValidOrder)) {
    if (customerId !== null) dates.set(customerId, [...(dates.get(customerId) ?? []), createdAt.getTime()]);
  }
  const old = [...dates.values()].filter(([first = 0]) => first + (month + 1) * MONTH_MS <= until.getTime());
  return share(old, ([first = 0, ...later]) =>
    later.some((at) => at >= first + month * MONTH_MS && at < first + (month + 1) * MONTH_MS),
  );
}
