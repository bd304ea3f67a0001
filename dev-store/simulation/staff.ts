import {
  addTags,
  createCustomer,
  removeTags,
  updateCustomer,
  updateEmailConsent,
} from "../commerce/customers";
import { setStock } from "../commerce/products";
import type { Customer } from "../state/model";
import { makePerson } from "./people";
import { Random } from "./random";
import { hoursAfter, type Moment, type Scene } from "./scene";

const WORKING_HOURS = { from: 9, to: 18 };
const MEAN_GAP_HOURS = 2.2;
const TAGS = ["newsletter", "Friends of the roastery", "gift-giver", "no-decaf", "Barista course"];

type Deed = "sells-out" | "tags" | "untags-vip" | "consent" | "signs-up" | "corrects-name";
const DEEDS: [Deed, number][] = [
  ["sells-out", 16],
  ["tags", 24],
  ["untags-vip", 6],
  ["consent", 20],
  ["signs-up", 26],
  ["corrects-name", 8],
];

/** What happens in the shop besides buying, again and again: staff work, sign-ups and changes of mind. */
export function planStaff(scene: Scene, from: Date, ordinal = 1): void {
  const key = `staff/${ordinal}`;
  const random = scene.luck(key, "gap");
  let at = hoursAfter(from, 0.2 + random.exponential(MEAN_GAP_HOURS));
  while (!isWorkingHour(scene, at)) at = hoursAfter(at, 0.9);
  scene.plan(at, key, (moment) => {
    doSomething(scene, moment, ordinal);
    planStaff(scene, at, ordinal + 1);
  });
}

/** Takes every tag that reads like VIP off the customer, as somebody at the counter would. */
export function removeVipTags(scene: Scene, customer: Customer): string[] {
  const tags = customer.tags.filter((tag) => /\bvip\b/i.test(tag));
  return tags.length === 0 ? [] : removeTags(scene.store, customer, tags);
}

function doSomething(scene: Scene, moment: Moment, ordinal: number): void {
  const { random } = moment;
  const deed = random.weighted(DEEDS);
  if (deed === "sells-out") return sellOut(scene, moment, ordinal);
  if (deed === "signs-up") return signUp(scene, moment, ordinal);
  const customer = someCustomer(scene, ordinal, deed);
  if (!customer) return;
  if (deed === "tags") addTags(scene.store, customer, [random.pick(TAGS)]);
  if (deed === "untags-vip") removeVipTags(scene, customer);
  if (deed === "consent") changeMind(scene, customer, moment.at);
  if (deed === "corrects-name")
    updateCustomer(scene.store, customer, { note: "Spelling of the name checked by phone" });
}

function sellOut(scene: Scene, { random, at }: Moment, ordinal: number): void {
  const free = scene.products.filter(({ handle }) => !scene.reserved.has(handle));
  const shelf = free.flatMap((product) =>
    product.variants
      .filter(({ inventoryPolicy, inventoryQuantity }) => inventoryPolicy === "DENY" && inventoryQuantity > 0)
      .map((variant) => ({ product, variant })),
  );
  if (shelf.length === 0) return;
  const { product, variant } = random.pick(shelf);
  const before = variant.inventoryQuantity;
  setStock(scene.store, product, { variantId: variant.id, quantity: 0 });
  scene.plan(hoursAfter(at, random.between(8, 30)), `staff/${ordinal}/restock`, () =>
    setStock(scene.store, product, { variantId: variant.id, quantity: Math.max(before, 20) }),
  );
}

function signUp(scene: Scene, { random, at }: Moment, ordinal: number): void {
  const person = makePerson(random, 500_000 + ordinal);
  createCustomer(scene.store, {
    email: person.email,
    firstName: person.firstName,
    lastName: person.lastName,
    locale: person.locale,
    emailConsent: { state: "SUBSCRIBED", optInLevel: "SINGLE_OPT_IN", updatedAt: at },
  });
}

function changeMind(scene: Scene, customer: Customer, at: Date): void {
  if (customer.email === null) return;
  const state = customer.emailConsent.state === "SUBSCRIBED" ? "UNSUBSCRIBED" : "SUBSCRIBED";
  updateEmailConsent(scene.store, customer, { state, optInLevel: "SINGLE_OPT_IN", updatedAt: at });
}

/** A lot drawn by each customer, so that another customer more or less changes nobody else's luck. */
function someCustomer(scene: Scene, ordinal: number, deed: Deed): Customer | null {
  let chosen: Customer | null = null;
  let lowest = Infinity;
  for (const customer of scene.store.customers.values()) {
    if (deed === "untags-vip" && !customer.tags.some((tag) => /\bvip\b/i.test(tag))) continue;
    const lot = new Random(scene.seed, deed, ordinal, customer.email ?? customer.phone ?? "").unit();
    if (lot < lowest) [chosen, lowest] = [customer, lot];
  }
  return chosen;
}

function isWorkingHour(scene: Scene, at: Date): boolean {
  const hour = scene.calendar.hourOf(at);
  return hour >= WORKING_HOURS.from && hour < WORKING_HOURS.to;
}
