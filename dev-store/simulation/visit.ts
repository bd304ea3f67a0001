import { unavailableLines } from "../commerce/cart-lines";
import {
  applyDiscountCode,
  completeCheckout,
  startCheckout,
  updateCheckout,
  type WantedLine,
} from "../commerce/checkouts";
import type { Checkout } from "../state/model";
import { inStock } from "./basket";
import { planAfterlife } from "./order-afterlife";
import { hoursAfter, type Scene } from "./scene";
import type { Shopper } from "./shopper";

export type Visit = {
  /** Unique; luck and tokens come from it. */
  key: string;
  at: Date;
  shopper: Shopper;
  /** What goes into the cart, if it is in stock then. */
  lines: readonly WantedLine[];
};

export type Payment = {
  gateway?: string;
  test?: boolean;
  code?: string;
  /** Nothing becomes of the order by chance: its story is told elsewhere. */
  staysAsBought?: boolean;
};

const MINUTE = 1 / 60;

/** A visit that buys: checkout, contact after a minute or two, payment some minutes later. */
export function planPurchase(scene: Scene, visit: Visit, payment: Payment = {}): void {
  planContact(scene, visit, (checkout) => {
    const random = scene.luck(visit.key, "pace");
    planPayment(scene, checkout, {
      at: hoursAfter(checkout.updatedAt, random.between(1, 6) * MINUTE),
      key: visit.key,
      payment,
    });
  });
}

/** A visit up to the point where the shop knows the e-mail; then `whenKnown` decides how it goes on. */
export function planContact(scene: Scene, visit: Visit, whenKnown: (checkout: Checkout) => void): void {
  const random = scene.luck(visit.key, "contact");
  scene.plan(visit.at, `${visit.key}/start`, () => {
    const lines = inStock(scene.store, visit.lines);
    if (lines.length === 0) return;
    const { locale, currencyCode } = visit.shopper;
    const checkout = startCheckout(scene.store, { lines, locale, presentmentCurrency: currencyCode });
    const contactAt = hoursAfter(visit.at, random.between(0.7, 3) * MINUTE);
    scene.plan(contactAt, `${visit.key}/contact`, () => {
      enterContact(scene, checkout, visit.shopper);
      whenKnown(checkout);
    });
  });
}

/** Pays at an instant, unless the checkout is bought by then or something is sold out. */
export function planPayment(
  scene: Scene,
  checkout: Checkout,
  how: { at: Date; key: string; payment: Payment },
): void {
  const { code, staysAsBought, ...payment } = how.payment;
  scene.plan(how.at, `${how.key}/pay`, () => {
    if (checkout.completedAt || unavailableLines(scene.store, checkout).length > 0) return;
    if (code && !checkout.discountCodes.includes(code)) applyDiscountCode(scene.store, checkout, code);
    const order = completeCheckout(scene.store, checkout, payment);
    if (!staysAsBought) planAfterlife(scene, order, { key: how.key });
  });
}

function enterContact(scene: Scene, checkout: Checkout, shopper: Shopper): void {
  updateCheckout(scene.store, checkout, {
    email: shopper.email,
    ...(shopper.acceptsMarketing ? { buyerAcceptsMarketing: true } : {}),
    ...(shopper.address ? { shippingAddress: shopper.address } : {}),
  });
}
