import type { Checkout } from "../state/model";
import {
  linksOf,
  type MailBox,
  type Follow,
  type MailSeen,
  type Unsubscribe,
  unsubscribeUrl,
} from "./mail-reading";
import { hoursAfter, type Moment, type Scene } from "./scene";
import { planContact, planPayment, planPurchase, type Visit } from "./visit";

/** What the world outside the shop gives to simulated people; without a part, that part of life does not happen. */
export type Outside = { mail?: MailBox; follow?: Follow; unsubscribe?: Unsubscribe };

/** How it goes on with somebody who left a checkout. */
export type Fate =
  /** Reads a mail, follows its link, buys with what it finds there. */
  | "buys-by-mail"
  /** Reads every mail and buys only by one that brings a code. */
  | "waits-for-code"
  /** Follows the link of a mail, looks, and leaves again. */
  | "only-clicks"
  /** Reads a mail and unsubscribes with one click. */
  | "unsubscribes"
  /** Goes on in the same window before any mail could come. */
  | "goes-on"
  /** Buys the same on another device within the hour: another checkout, the same e-mail. */
  | "other-device"
  /** Buys by itself in a new checkout hours later, without any link. */
  | "buys-later"
  | "never";

const FATES: [Fate, number][] = [
  ["buys-by-mail", 36],
  ["only-clicks", 7],
  ["unsubscribes", 5],
  ["goes-on", 9],
  ["other-device", 9],
  ["buys-later", 6],
  ["waits-for-code", 6],
  ["never", 22],
];

/** Hours after leaving at which people look into their mail: same day, and once on each of the next three. */
const LOOKS = [
  [2.6, 5.5],
  [22, 27],
  [46, 52],
  [74, 82],
] as const;

/** Links a reader tries before giving a mail up. */
const PATIENCE = 6;

/** A visit that leaves its checkout behind once the e-mail is known; the fate is drawn from the visit's key when absent. */
export function planLeaving(scene: Scene, outside: Outside, leaving: { visit: Visit; fate?: Fate }): void {
  const { visit } = leaving;
  const fate = leaving.fate ?? scene.luck(visit.key, "fate").weighted(FATES);
  planContact(scene, visit, (checkout) => {
    const random = scene.luck(visit.key, "after leaving");
    const leftAt = checkout.updatedAt;
    if (fate === "goes-on") {
      const at = hoursAfter(leftAt, random.between(0.1, 0.6));
      planPayment(scene, checkout, { at, key: visit.key, payment: {} });
    } else if (fate === "other-device" || fate === "buys-later") {
      const hours = fate === "other-device" ? random.between(0.15, 0.75) : random.between(6, 30);
      planPurchase(scene, { ...visit, key: `${visit.key}/again`, at: hoursAfter(leftAt, hours) });
    } else if (fate !== "never") {
      planLooks(scene, outside, { visit, checkout, fate });
    }
  });
}

type Reader = { visit: Visit; checkout: Checkout; fate: Fate };

function planLooks(scene: Scene, outside: Outside, reader: Reader): void {
  const random = scene.luck(reader.visit.key, "looks");
  let done = false;
  for (const [index, [soonest, latest]] of LOOKS.entries()) {
    const planned = hoursAfter(reader.checkout.updatedAt, random.between(soonest, latest));
    const at = scene.calendar.whenAwake(planned, random);
    scene.planAwaited(at, `${reader.visit.key}/look/${index}`, async (moment) => {
      if (!done && !reader.checkout.completedAt) done = await look(scene, outside, { ...reader, moment });
    });
  }
}

/** Reads the mails that came since; true when one of them was acted upon. */
async function look(scene: Scene, outside: Outside, reader: Reader & { moment: Moment }): Promise<boolean> {
  const { checkout, moment, visit } = reader;
  const mails = (outside.mail?.listFor(visit.shopper.email) ?? []).filter(
    ({ receivedAt }) => receivedAt >= checkout.createdAt && receivedAt <= moment.at,
  );
  for (const mail of mails) {
    if (reader.fate === "unsubscribes") {
      const url = unsubscribeUrl(mail);
      if (!url || !outside.unsubscribe) continue;
      await outside.unsubscribe(url);
      return true;
    }
    const page = await openCheckoutOf(mail, { token: checkout.token, follow: outside.follow });
    if (!page) continue;
    if (!isTaken(reader.fate, page)) continue;
    if (reader.fate !== "only-clicks")
      planPayment(scene, checkout, {
        at: hoursAfter(moment.at, moment.random.between(0.05, 0.15)),
        key: `${visit.key}/by-mail`,
        payment: page.discountCode === null ? {} : { code: page.discountCode },
      });
    return true;
  }
  return false;
}

/** Whether what a mail leads to is what the reader waits for. */
function isTaken(fate: Fate, { discountCode }: { discountCode: string | null }): boolean {
  return fate !== "waits-for-code" || discountCode !== null;
}

async function openCheckoutOf(
  mail: MailSeen,
  wanted: { token: string; follow: Follow | undefined },
): Promise<{ discountCode: string | null } | null> {
  for (const link of linksOf(mail).slice(0, PATIENCE)) {
    const page = (await wanted.follow?.(link)) ?? null;
    if (page?.checkoutToken === wanted.token) return page;
  }
  return null;
}
