import { describe, expect, it } from "vitest";

import { SimulatedClock } from "../clock";
import { countStore, ordersOfCheckouts } from "../commerce/counts";
import { addTags } from "../commerce/customers";
import { orderTotals } from "../commerce/orders";
import { Store, type StoreEvent } from "../state/store";
import { seedHistory } from "./history";
import { LiveTraffic } from "./live-traffic";
import { RecoveryForTests } from "./recovery-for-tests";
import { daysAfter, hoursAfter } from "./scene";
import { scriptedWeek } from "./script";
import { demoShop } from "./shop";

const start = new Date("2026-11-30T07:00:00Z");
const end = daysAfter(start, 7);

type Week = { store: Store; events: StoreEvent[]; recovery: RecoveryForTests };

async function liveWeek(how: { seed?: number; stepHours?: number; mails?: boolean } = {}): Promise<Week> {
  const store = new Store(demoShop(start), new SimulatedClock(() => start.getTime()));
  seedHistory(store, { seed: 1, customerCount: 200, until: start });
  const events: StoreEvent[] = [];
  store.onEvent((event) => {
    events.push(event);
    tagHelena(store, event);
  });
  const recovery = new RecoveryForTests(store);
  const { follow, unsubscribe } = recovery;
  const traffic = new LiveTraffic(store, {
    seed: how.seed ?? 5,
    ...((how.mails ?? true) ? { mail: recovery, follow, unsubscribe } : {}),
  });
  for (let now = start; now < end;) {
    const next = how.stepHours ? hoursAfter(now, how.stepHours) : traffic.nextAt();
    now = next < end ? next : end;
    store.clock.jumpTo(now);
    await traffic.runDue(now);
  }
  return { store, events, recovery };
}

/** Stands for an app that tags good customers. */
function tagHelena(store: Store, { topic }: StoreEvent): void {
  const helena = topic === "orders/paid" && store.findCustomerByEmail("helena.lindqvist@letters.example");
  const orders = [...store.orders.values()].filter(({ customerId }) => helena && customerId === helena.id);
  if (helena && orders.length === 2) addTags(store, helena, ["VIP"]);
}

function courseOf({ store }: Week): unknown {
  return {
    orders: [...store.orders.values()]
      .filter(({ createdAt }) => createdAt >= start)
      .map((order) => [
        order.createdAt.toISOString(),
        order.email,
        order.checkoutToken,
        orderTotals(order).netPayment,
        order.financialStatus,
      ]),
    checkouts: [...store.checkouts.values()].map(({ token, email, completedAt }) => [
      token,
      email,
      completedAt,
    ]),
    tags: [...store.customers.values()].map(({ email, tags }) => [email, tags]),
    stock: [...store.products.values()].map(({ variants }) => variants.map((one) => one.inventoryQuantity)),
  };
}

const week = await liveWeek();
const emailOf = (name: string) => scriptedWeek.find((one) => one.name.startsWith(name))?.email ?? "";
const ordersOf = (name: string) =>
  [...week.store.orders.values()].filter(({ email }) => email === emailOf(name));
const checkoutOf = (name: string) =>
  [...week.store.checkouts.values()].find(({ email }) => email === emailOf(name));

describe("a week of live traffic", () => {
  it("takes the same course for the same seed, however finely time is cut", async () => {
    expect(courseOf(await liveWeek({ stepHours: 5 }))).toEqual(courseOf(week));
    expect(courseOf(await liveWeek({ seed: 6 }))).not.toEqual(courseOf(week));
  });

  it("brings about forty orders and fifteen left checkouts a day", () => {
    const counts = countStore(week.store, { since: start });
    expect(counts.ordersTotal).toBeGreaterThan(280);
    expect(counts.ordersTotal).toBeLessThan(460);
    expect(counts.checkoutsLeft).toBeGreaterThan(50);
    expect(counts.appCodesRedeemed).toBeGreaterThan(15);
    expect(counts.appCodesRedeemed).toBeLessThan(counts.appCodesCreated);
    expect(week.recovery.unsubscribed.length).toBeGreaterThan(1);
  });

  it("raises events at their own instants, in order, the topics of one action under one id", () => {
    const ofShop = week.events.filter(({ eventId }) => !eventId.startsWith("BACK-"));
    const times = ofShop.map(({ occurredAt }) => occurredAt.getTime());
    expect(times.every((time, index) => time >= (times[index - 1] ?? 0))).toBe(true);
    expect(times.every((time) => time >= start.getTime() && time <= end.getTime())).toBe(true);
    const topics = new Set(week.events.map(({ topic }) => topic));
    for (const topic of [
      "checkouts/create", "checkouts/update", "orders/create", "orders/paid", "orders/cancelled", "refunds/create",
      "customers/create", "customers/update", "customer.tags_added", "customer.tags_removed", "products/update",
      "customers_email_marketing_consent/update", "customers/purchasing_summary", "orders/fulfilled",
      "order_transactions/create", "returns/request", "returns/approve", "returns/close", "carts/create",
      "discounts/redeemcode_added", "discounts/redeemcode_removed", "discounts/delete", "customers/enable",
    ]) {
      expect(topics).toContain(topic);
    } // prettier-ignore
    const paid = week.events.find(({ topic }) => topic === "orders/paid");
    const together = week.events.filter(({ eventId }) => eventId === paid?.eventId).map(({ topic }) => topic);
    expect(together).toEqual(expect.arrayContaining(["checkouts/update", "orders/create", "orders/paid"]));
  });

  it("recovers nothing when no mail comes", async () => {
    const silent = await liveWeek({ mails: false });
    expect(countStore(silent.store, { since: start }).appCodesRedeemed).toBe(0);
    expect(silent.store.orders.size).toBeLessThan(week.store.orders.size);
  });

  it("recovers only checkouts that were written about, by their token", () => {
    const recovered = ordersOfCheckouts(week.store, week.recovery.tokens);
    const withCode = recovered.filter(({ discountCodes }) =>
      discountCodes.some(({ code }) => code.startsWith("BACK")),
    );
    expect(withCode.length).toBeGreaterThan(15);
    for (const { discountCodes, checkoutToken } of withCode) {
      expect(discountCodes[0]?.code).toBe(`BACK-${checkoutToken?.slice(0, 8)}`);
    }
  });
});

describe("the scripted people", () => {
  it("Zofia buys from her mail with the code, in złoty", () => {
    const [order, ...more] = ordersOf("Zofia");
    expect(more).toEqual([]);
    expect(order).toMatchObject({ checkoutToken: checkoutOf("Zofia")?.token, presentmentCurrency: "PLN" });
    expect(order?.discountCodes).toHaveLength(1);
  });

  it("Marek buys on another device within the hour, without a mail", () => {
    const left = checkoutOf("Marek");
    const [order] = ordersOf("Marek");
    expect(left?.completedAt).toBeNull();
    expect(order?.checkoutToken).not.toBe(left?.token);
    expect(order && order.createdAt < hoursAfter(left?.updatedAt ?? start, 1)).toBe(true);
    expect(week.recovery.tokens.has(left?.token ?? "")).toBe(false);
  });

  it("Ingrid is known as unsubscribed before she leaves", () => {
    expect(week.store.findCustomerByEmail(emailOf("Ingrid"))?.emailConsent.state).toBe("UNSUBSCRIBED");
    expect(checkoutOf("Ingrid")?.completedAt).toBeNull();
  });

  it("Dmitri cannot buy what has sold out", () => {
    expect(checkoutOf("Дмитрий")?.lines).toHaveLength(1);
    expect(ordersOf("Дмитрий")).toEqual([]);
  });

  it("the merchant's own order is a test", () => {
    expect(ordersOf("Test").map(({ test }) => test)).toEqual([true]);
  });

  it("Helena spends for a VIP, and staff takes the tag off by hand", () => {
    expect(ordersOf("Helena")).toHaveLength(3);
    expect(week.store.findCustomerByEmail(emailOf("Helena"))?.tags).not.toContain("VIP");
    const untagged = week.events.filter(({ topic }) => topic === "customer.tags_removed");
    expect(untagged.map(({ subject }) => subject)).toContainEqual(expect.objectContaining({ tags: ["VIP"] }));
  });

  it("Oskar keeps only his coffee", () => {
    expect(ordersOf("Oskar").map(({ financialStatus }) => financialStatus)).toEqual(["REFUNDED", "PAID"]);
  });

  it("Sakura pays in yen, Svetlana unsubscribes, Fergus only looks", () => {
    expect(ordersOf("佐藤")).toMatchObject([{ presentmentCurrency: "JPY" }]);
    expect(week.recovery.unsubscribed).toContain(emailOf("Светлана"));
    expect(ordersOf("Fergus")).toEqual([]);
    expect(week.recovery.tokens.has(checkoutOf("Fergus")?.token ?? "")).toBe(true);
  });
});
