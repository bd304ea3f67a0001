import { inAction } from "../../dev-store/commerce/action";
import {
  applyDiscountCode,
  completeCheckout,
  startCheckout,
  updateCheckout,
} from "../../dev-store/commerce/checkouts";
import type { SentMail } from "../../dev-store/context";
import { runAction } from "../../dev-store/flow/calls";
import { linksOf } from "../../dev-store/simulation/mail-reading";
import type { DevStore } from "../../dev-store/start";
import type { Customer } from "../../dev-store/state/model";

/* People who do more with a mail than buy what they left. */

const DAY_MS = 24 * 60 * 60 * 1_000;
const FRIENDS = 3;

/**
 * People who were written to say when their birthday is: in a few days. Several, as one may be left out to see what mails
 * bring. @throws Error when no mail lets anybody.
 */
export async function tellBirthdays(
  { mail, store }: DevStore,
  { inDays, people }: { inDays: number; people: number },
): Promise<void> {
  const birthday = new Date(store.clock.now().getTime() + inDays * DAY_MS);
  const form = {
    ...{ kind: "save", locale: "", tracking: "on" },
    birthdayDay: String(birthday.getUTCDate()),
    birthdayMonth: String(birthday.getUTCMonth() + 1),
  };
  const readers = new Set<string>();
  for (const one of mail.mails) {
    const page = linkTo(one, "p");
    const [reader = ""] = one.to;
    if (!page || readers.has(reader) || !isSubscribed(store.findCustomerByEmail(reader))) continue;
    const topics = ["cart", "loyalty", "offers", "service", "surveys"].map((topic) => ["topics", topic]);
    const body = new URLSearchParams([...Object.entries(form), ...topics]);
    const answer = await fetch(page, { method: "POST", body });
    if (!answer.ok) throw new Error(`the page of preferences answered ${answer.status}`);
    if (readers.add(reader).size === people) return;
  }
  if (readers.size === 0)
    throw new Error("nobody who may be written to has got a mail that leads to their preferences");
}

/** A workflow of Shopify Flow asks some who may be written to how satisfied they are. @throws Error when it may ask nobody. */
export async function askBySurvey({ app, store }: DevStore, { people }: { people: number }): Promise<void> {
  let asked = 0;
  for (const customer of store.customers.values()) {
    if (asked === people) return;
    if (!isSubscribed(customer)) continue;
    const wish = { handle: "send-survey", customerId: customer.id, properties: {} };
    // Who is left out on purpose, or was asked before, is not asked: the next one then.
    if ((await runAction({ app, store }, wish)).status === 200) asked += 1;
  }
  if (asked === 0) throw new Error("no customer may be asked by a survey");
}

/**
 * People who never bought do so with the codes of members' links; several, as a member may have been left out to see what
 * mails bring. @throws Error when no member has a link.
 */
export function bringFriends(devStore: DevStore): void {
  const codes = [...devStore.store.discounts.values()].map(({ code }) => code);
  const shared = codes.filter((code) => code.startsWith("FRIEND-")).slice(0, FRIENDS);
  if (shared.length === 0) throw new Error("nobody was given a link to share");
  for (const [index, code] of shared.entries())
    buyWith(devStore, { email: `friend.${index}.of.a.member@mail.example`, code });
}

/** People who were mailed a code of their own buy with it. @throws Error when fewer can. */
export function redeemMailedCodes(devStore: DevStore, { people }: { people: number }): void {
  const { store, mail } = devStore;
  const now = store.clock.now();
  const usable = [...store.discounts.values()].filter(
    ({ endsAt, usageCount, minimumSubtotal }) =>
      usageCount === 0 && minimumSubtotal === null && (endsAt === null || endsAt > now),
  );
  const readers = new Set<string>();
  for (const { to, html } of mail.mails) {
    const [email = ""] = to;
    const { id } = store.findCustomerByEmail(email) ?? {};
    const own = usable.find(
      ({ code, customerIds }) => id && customerIds?.includes(id) && html.includes(code),
    );
    if (!own || readers.has(email)) continue;
    buyWith(devStore, { email, code: own.code });
    if (readers.add(email).size === people) return;
  }
  throw new Error(`${people} people were to buy with codes of their own; ${readers.size} have one`);
}

/** Buys one thing with a code. @throws Error when the shop has nothing left, or does not take the code. */
export function buyWith({ store }: DevStore, { email, code }: { email: string; code: string }): void {
  const product = [...store.products.values()].find(
    ({ status, isGiftCard, variants }) =>
      status === "ACTIVE" && !isGiftCard && (variants[0]?.inventoryQuantity ?? 0) > 2,
  );
  const [variant] = product?.variants ?? [];
  if (!product || !variant) throw new Error("the shop has nothing left to sell");
  inAction(store, () => {
    const checkout = startCheckout(store, {
      lines: [{ productId: product.id, variantId: variant.id, quantity: 1 }],
      locale: store.findCustomerByEmail(email)?.locale ?? "en",
      presentmentCurrency: store.shop.currencyCode,
    });
    updateCheckout(store, checkout, { email });
    const { kind } = applyDiscountCode(store, checkout, code);
    if (kind === "refused") throw new Error(`the shop does not take the code ${code} of ${email}`);
    completeCheckout(store, checkout);
  });
}

function linkTo(mail: Pick<SentMail, "html" | "headers">, page: string): string | undefined {
  return linksOf(mail).find((link) => new URL(link).pathname.startsWith(`/${page}/`));
}

const isSubscribed = (customer: Customer | undefined | null) => customer?.emailConsent.state === "SUBSCRIBED";
