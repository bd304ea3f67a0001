import { startCheckout } from "../commerce/checkouts";
import {
  addTags,
  neverAsked,
  recordCustomer,
  rememberAddress,
  updateEmailConsent,
} from "../commerce/customers";
import { grossSubtotalMinor } from "../commerce/cart-lines";
import { type NewOrder, recordOrder } from "../commerce/order-placing";
import { touch } from "../commerce/action";
import type { Consent, Customer } from "../state/model";
import { fillBasket, makeTaste, type Taste } from "./basket";
import { planAfterlife } from "./order-afterlife";
import { arrivalAt, type Past } from "./past";
import { makePerson, type Person } from "./people";
import type { Random } from "./random";
import { daysAfter, hoursAfter, type Moment } from "./scene";

/** What kind of buyer: days between orders, how regular (gamma shape), the chance that any order was the last. */
const HABITS = {
  loyal: { share: 0.28, gapDays: 42, shape: 3, leaves: 0.07 },
  occasional: { share: 0.628, gapDays: 85, shape: 1.4, leaves: 0.55 },
  wholesale: { share: 0.012, gapDays: 21, shape: 5, leaves: 0.02 },
  never: { share: 0.08, gapDays: 0, shape: 1, leaves: 1 },
};
type Habit = keyof typeof HABITS;

const SHARES = {
  test: 0.01,
  code: 0.08,
  bankTransfer: 0.025,
  phoneOnly: 0.02,
  nameless: 0.03,
  guest: 0.1,
  counter: 0.04,
};

type Patron = {
  ordinal: number;
  person: Person;
  habit: Habit;
  taste: Taste;
  /** Null until the record is made. */
  customer: Customer | null;
};

/** Plans one customer's whole story: arrival, orders in a rhythm of their own until they stop, checkouts left behind, tags, consent. */
export function planCustomer(past: Past, ordinal: number): void {
  const { scene } = past;
  const random = scene.luck("customer", ordinal);
  const habits = Object.entries(HABITS).map(([habit, { share }]) => [habit as Habit, share] as const);
  const habit = random.weighted(habits);
  const patron: Patron = {
    ordinal,
    person: makePerson(random, ordinal),
    habit,
    taste: makeTaste(random, scene.products, habit === "wholesale"),
    customer: null,
  };
  const arrival = arrivalAt(past, random);
  const signsUpFirst = habit === "never" || random.chance(0.12);
  scene.plan(arrival, `customer/${ordinal}`, (moment) => {
    patron.customer = makeRecord(past, patron, moment);
  });
  if (habit !== "never") {
    const first = signsUpFirst ? daysAfter(arrival, random.between(0.5, 25)) : hoursAfter(arrival, 0.03);
    planOrders(past, patron, { first, random });
  }
  planLeftCheckouts(past, patron, { from: arrival, random });
  planConsentAndTags(past, patron, { from: arrival, random });
}

function makeRecord({ scene }: Past, patron: Patron, { random, at }: Moment): Customer {
  const { person } = patron;
  const phoneOnly = random.chance(SHARES.phoneOnly);
  const nameless = random.chance(SHARES.nameless);
  const customer = recordCustomer(scene.store, {
    email: phoneOnly ? null : person.email,
    phone: phoneOnly || random.chance(0.3) ? person.phone : null,
    firstName: nameless ? null : person.firstName,
    lastName: nameless ? null : person.lastName,
    locale: person.locale,
    state: random.chance(0.35) ? "ENABLED" : "DISABLED",
    emailConsent: phoneOnly ? neverAsked() : firstConsent(random, at),
    dataSaleOptOut: random.chance(0.01),
    note: random.chance(0.02) ? "Prefers to be called, not mailed" : null,
  });
  if (patron.habit !== "never" && !nameless) rememberAddress(customer, person.address);
  return customer;
}

function firstConsent(random: Random, at: Date): Consent {
  if (random.chance(SHARES.guest)) return neverAsked();
  const state = random.weighted([
    ["SUBSCRIBED", 66],
    ["NOT_SUBSCRIBED", 27],
    ["PENDING", 6],
    ["INVALID", 1],
  ] as const);
  if (state === "NOT_SUBSCRIBED") return neverAsked();
  const optInLevel = state === "PENDING" || random.chance(0.3) ? "CONFIRMED_OPT_IN" : "SINGLE_OPT_IN";
  return { state, optInLevel, updatedAt: at };
}

function planOrders(past: Past, patron: Patron, luck: { first: Date; random: Random }): void {
  const { random } = luck;
  const { gapDays, shape, leaves } = HABITS[patron.habit];
  const meanGap = gapDays * Math.exp(0.35 * random.normal());
  let at = luck.first;
  for (let count = 1; at < past.until; count += 1) {
    planOrder(past, patron, { at, key: `customer/${patron.ordinal}/order/${count}` });
    if (random.chance(leaves)) return;
    let day = daysAfter(at, Math.max(0.8, random.gamma(shape, meanGap / shape)));
    while (!random.chance(0.12 + 0.88 * past.scene.calendar.dayWeight(day)))
      day = daysAfter(day, random.int(2, 14));
    at = past.scene.calendar.atShoppingHour(day, random);
  }
}

function planOrder(past: Past, patron: Patron, order: { at: Date; key: string }): void {
  past.scene.plan(order.at, order.key, (moment) => {
    const { customer } = patron;
    if (!customer) return;
    const placed = recordOrder(past.scene.store, {
      ...orderOf(past, patron, { ...moment, key: order.key }),
      customerId: customer.id,
      email: customer.email,
      phone: customer.email === null ? customer.phone : null,
    });
    touch(customer, moment.at);
    planAfterlife(past.scene, placed, { key: order.key });
  });
}

function orderOf(
  { scene, codes }: Past,
  { person, taste }: Patron,
  luck: { random: Random; key: string },
): NewOrder {
  const { random } = luck;
  const lines = fillBasket(random, scene.products, taste).map((line, index) => ({
    ...line,
    key: `${luck.key}/${index}`,
  }));
  const code = random.chance(SHARES.code) ? random.pick(codes) : null;
  const enough = grossSubtotalMinor(scene.store, { lines }) >= (code?.minimumSubtotal?.amountMinor ?? 0);
  const test = random.chance(SHARES.test);
  const byTransfer = random.chance(SHARES.bankTransfer);
  const base = {
    lines,
    locale: person.locale,
    discounts: code && enough ? [code] : [],
    test,
    ...(byTransfer && !test ? { gateway: "bank_deposit" } : {}),
  };
  if (random.chance(SHARES.counter)) return { ...base, sourceName: "pos" };
  return {
    ...base,
    presentmentCurrency: person.currencyCode,
    cartToken: random.hex(32),
    checkoutToken: random.hex(32),
    shippingAddress: person.address,
  };
}

function planLeftCheckouts(past: Past, patron: Patron, luck: { from: Date; random: Random }): void {
  const { scene } = past;
  for (let count = 1; luck.random.chance(0.3); count += 1) {
    const day = daysAfter(luck.from, luck.random.exponential(90));
    const at = scene.calendar.atShoppingHour(day, luck.random);
    if (at <= luck.from) continue;
    scene.plan(at, `customer/${patron.ordinal}/left/${count}`, (moment) => {
      const { customer, person } = patron;
      if (!customer) return;
      const checkout = startCheckout(scene.store, {
        lines: fillBasket(moment.random, scene.products, patron.taste),
        locale: person.locale,
        presentmentCurrency: person.currencyCode,
      });
      checkout.customerId = customer.id;
      checkout.email = customer.email;
      checkout.phone = customer.email === null ? customer.phone : null;
      checkout.buyerAcceptsMarketing = customer.emailConsent.state === "SUBSCRIBED";
    });
  }
}

function planConsentAndTags(past: Past, patron: Patron, luck: { from: Date; random: Random }): void {
  const { scene } = past;
  const { random } = luck;
  const later = (days: number) => scene.calendar.atShoppingHour(daysAfter(luck.from, days), random);
  if (random.chance(0.16)) {
    scene.plan(later(3 + random.exponential(120)), `customer/${patron.ordinal}/unsubscribe`, (moment) => {
      const consent = patron.customer?.emailConsent;
      if (!patron.customer || consent?.state !== "SUBSCRIBED") return;
      updateEmailConsent(scene.store, patron.customer, {
        ...consent,
        state: "UNSUBSCRIBED",
        updatedAt: moment.at,
      });
    });
  }
  const tags = [
    ...(patron.habit === "wholesale" ? ["wholesale"] : []),
    ...(random.chance(0.18) ? ["newsletter"] : []),
    ...(random.chance(0.03) ? ["Barista course"] : []),
    ...(random.chance(0.02) ? ["gift-giver"] : []),
    ...(random.chance(0.01) ? ["Friends of the roastery", "no-decaf"] : []),
  ];
  if (tags.length === 0) return;
  scene.plan(later(1 + random.exponential(20)), `customer/${patron.ordinal}/tags`, () => {
    if (patron.customer) addTags(scene.store, patron.customer, tags);
  });
}
