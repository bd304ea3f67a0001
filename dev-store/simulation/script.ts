import { refundOrder } from "../commerce/orders";
import type { Order } from "../state/model";
import { buysAsGuest, isMergedWith, opensAccount } from "./script-identity";
import {
  leaves,
  type Part,
  type Play,
  sellsOut,
  visitOf,
  type Wants,
  wasUnsubscribed,
  type When,
} from "./script-parts";
import type { Outside } from "./left-checkout";
import { hoursAfter, type Scene } from "./scene";
import { removeVipTags } from "./staff";
import { planPurchase } from "./visit";

/** One person of the demo week who is there in every run. */
export type ScriptedCase = { name: string; email: string; story: string };

const parts: Part[] = [
  {
    name: "Zofia Wiśniewska",
    email: "zofia.wisniewska@post.example",
    locale: "pl",
    currencyCode: "PLN",
    story: "leaves a checkout on day 1, reads the mail and buys with the code",
    play: leaves({
      day: 1,
      hour: 10,
      fate: "buys-by-mail",
      wants: { "harbour-blend": 2, "stoneware-mug": 1 },
    }),
  },
  {
    name: "Marek Żuraw",
    email: "marek.zuraw@mail.example",
    locale: "pl",
    currencyCode: "EUR",
    story: "leaves a checkout on day 1 and buys on another device within the hour: nothing to recover",
    play: leaves({
      day: 1,
      hour: 11,
      fate: "other-device",
      wants: { "glass-dripper": 1, "paper-filters-02": 2 },
    }),
  },
  {
    name: "Ingrid Schäfer",
    email: "ingrid.schaefer@inbox.example",
    locale: "de",
    currencyCode: "EUR",
    acceptsMarketing: false,
    story: "has unsubscribed and leaves a checkout on day 2: must get no mail",
    play: together(
      wasUnsubscribed({ day: 1, hour: 8.2 }),
      leaves({ day: 2, hour: 9.5, fate: "never", wants: { "old-crane-dark-roast": 1 } }),
    ),
  },
  {
    name: "Дмитрий Гринь",
    email: "dmitri.grin@post.example",
    locale: "ru",
    currencyCode: "EUR",
    story: "leaves the Kenya in a checkout on day 2, and it sells out before a mail could go",
    play: together(
      leaves({ day: 2, hour: 12, fate: "buys-by-mail", wants: { "kenya-nyeri-aa": 1 } }),
      sellsOut({ handle: "kenya-nyeri-aa", from: { day: 2, hour: 12.4 }, until: { day: 6, hour: 9 } }),
    ),
  },
  {
    name: "Test Kasjer",
    email: "test.kasjer@ostrova-coffee.example",
    locale: "pl",
    currencyCode: "EUR",
    story: "is the merchant trying the checkout on day 2 with a test payment: counts nowhere",
    play: buys([{ day: 2, hour: 14, test: true, wants: { "espresso-machine-bryza": 1 } }]),
  },
  {
    name: "Helena Lindqvist",
    email: "helena.lindqvist@letters.example",
    locale: "en",
    currencyCode: "EUR",
    story:
      "buys for about 1,900 € on days 1 to 3 and crosses any VIP line; staff takes her VIP tag off by hand on day 5",
    play: together(
      buys([
        { day: 1, hour: 9, wants: { "espresso-machine-bryza": 1 } },
        { day: 2, hour: 16, wants: { "hand-grinder-merewa": 1, "harbour-blend": 2 } },
        { day: 3, hour: 10, wants: { "espresso-machine-bryza": 1 } },
      ]),
      untaggedByStaff({ day: 5, hour: 10.5 }),
    ),
  },
  {
    name: "Oskar Brandt",
    email: "oskar.brandt@mail.example",
    locale: "de",
    currencyCode: "EUR",
    story: "buys for about 1,800 € on day 1, and all but coffee is refunded on day 4: no VIP any more",
    play: together(
      buys([
        { day: 1, hour: 12, wants: { "espresso-machine-bryza": 2 } },
        { day: 1, hour: 13, wants: { "colombia-huila-washed": 1 } },
      ]),
      refundedInFull({ day: 4, hour: 11 }),
    ),
  },
  {
    name: "佐藤 さくら",
    email: "sakura.sato@inbox.example",
    locale: "ja",
    currencyCode: "JPY",
    story: "leaves a checkout in yen on day 3 and comes back by the mail",
    play: leaves({ day: 3, hour: 11, fate: "buys-by-mail", wants: { "sencha-kagoshima": 2 } }),
  },
  {
    name: "Светлана Мельник",
    email: "svetlana.melnik@post.example",
    locale: "ru",
    currencyCode: "EUR",
    story: "leaves a checkout on day 3, gets the mail in Russian and unsubscribes with one click",
    play: leaves({ day: 3, hour: 13, fate: "unsubscribes", wants: { "linden-and-honey-infusion": 2 } }),
  },
  {
    name: "Fergus Barlow",
    email: "fergus.barlow@letters.example",
    locale: "en-GB",
    currencyCode: "GBP",
    story: "leaves a checkout on day 4, opens it from the mail, and does not buy",
    play: leaves({
      day: 4,
      hour: 10,
      fate: "only-clicks",
      wants: { "ethiopia-guji-natural": 1, "cold-brew-bags": 1 },
    }),
  },
  {
    name: "Pola Nurek",
    email: "pola.nurek@mail.example",
    locale: "pl",
    currencyCode: "EUR",
    story:
      "buys at the counter as a guest on days 1 and 2, and opens an account on day 3: the orders become hers",
    play: together(
      buysAsGuest({ day: 1, hour: 15, wants: { "harbour-blend": 1 } }),
      buysAsGuest({ day: 2, hour: 15, wants: { "stoneware-mug": 2 } }),
      opensAccount({ day: 3, hour: 9 }),
    ),
  },
  {
    name: "Bruno Falk",
    email: "bruno.falk@letters.example",
    locale: "en",
    currencyCode: "EUR",
    story: "buys on day 1 under an old address and on day 2 under this one; staff merge the two on day 4",
    play: together(
      buys([{ day: 1, hour: 16, wants: { "harbour-blend": 1 }, email: "b.falk@old.example" }]),
      buys([{ day: 2, hour: 11, wants: { "paper-filters-02": 2 } }]),
      isMergedWith("b.falk@old.example", { day: 4, hour: 10 }),
    ),
  },
];

/** Who is in the week and what they do, for a reader. */
export const scriptedWeek: ScriptedCase[] = parts.map(({ name, email, story }) => ({ name, email, story }));

/** Plans the scripted cases into the week that begins at `startsAt`, taken for 08:00 of day 1. */
export function planScript(scene: Scene, outside: Outside, startsAt: Date): void {
  for (const part of parts) {
    const at = ({ day, hour }: { day: number; hour: number }) =>
      hoursAfter(startsAt, (day - 1) * 24 + hour - 8);
    part.play({ scene, outside, part, at });
  }
}

function together(...plays: Play[]): Play {
  return (stage) => plays.forEach((play) => play(stage));
}

function buys(purchases: (When & { wants: Wants; test?: boolean; email?: string })[]): Play {
  return (stage) =>
    purchases.forEach(({ wants, test, email, ...when }) =>
      planPurchase(
        stage.scene,
        visitOf(email ? { ...stage, part: { ...stage.part, email } } : stage, when, wants),
        { test: test ?? false, staysAsBought: true },
      ),
    );
}

function untaggedByStaff(when: { day: number; hour: number }): Play {
  return ({ scene, part, at }) =>
    scene.plan(at(when), `script/${part.email}/untag`, () => {
      const customer = scene.store.findCustomerByEmail(part.email);
      if (customer) removeVipTags(scene, customer);
    });
}

function refundedInFull(when: { day: number; hour: number }): Play {
  return ({ scene, part, at }) =>
    scene.plan(at(when), `script/${part.email}/refund`, () => {
      const dearest = ordersOf(scene, part.email)[0];
      if (dearest) refundOrder(scene.store, dearest, { note: "Returned unused", restock: true });
    });
}

/** The dearest first. */
function ordersOf(scene: Scene, email: string): Order[] {
  const worth = (order: Order) =>
    order.lines.reduce((sum, line) => sum + line.unitPrice.shop.amountMinor * line.quantity, 0);
  return [...scene.store.orders.values()]
    .filter((order) => order.email === email)
    .sort((a, b) => worth(b) - worth(a));
}
