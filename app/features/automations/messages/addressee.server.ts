import type { ActingRun } from "~/engine/flows/contribution";
import { findConsentFacts } from "~/engine/messaging/consent/obstacle.server";
import { findWishes } from "~/engine/messaging/preferences/wishes.server";
import { decideMayWrite, type MayNotReason } from "~/engine/messaging/rules";
import type { ConsentPolicy, Topic } from "~/engine/messaging/schema";
import { type CheckoutFacts, findCheckoutFacts } from "~/pipeline/projections/checkouts/queries.server";
import { type CustomerFacts, findCustomerFacts } from "~/pipeline/projections/customers/queries.server";
import type { Db } from "~/platform/db.server";

/** Whom a message of a run is for, and what it is about. */
export type Addressee = {
  address: string;
  customer: CustomerFacts | null;
  checkout: CheckoutFacts | null;
  /** Language tags to write in, dearest first. */
  locales: readonly (string | null)[];
};

export type Verdict = { kind: "may"; addressee: Addressee } | { kind: "may-not"; reason: MayNotReason };

/** What of a step decides whether it may write to somebody. */
export type Way = { channel: "email" | "sms"; topic: Topic; consent: ConsentPolicy };

type Asked = { shopId: string; run: Pick<ActingRun, "customerId" | "subjectKind" | "subjectId">; now: Date };

/** Whether a run may write to its person, and where to. The box of a checkout counts for messages about that checkout. */
export async function findAddressee(
  db: Db,
  { shopId, run, now }: Asked,
  { channel, topic, consent }: Way,
): Promise<Verdict> {
  const { customerId } = run;
  const people = await findPeople(db, shopId, run);
  const address = addressOf(channel, people);
  const facts = await findConsentFacts(db, { shopId, customerId, toAddress: address, topic, channel, now });
  const isAboutCart = topic === "cart" && channel === "email";
  const acceptsMarketing = isAboutCart && people.checkout?.acceptsMarketing === true;
  const verdict = decideMayWrite({ ...facts, acceptsMarketing }, consent);
  if (verdict.kind === "may-not") return verdict;
  if (address === null) return { kind: "may-not", reason: channel === "sms" ? "no-phone" : "no-email" };
  const { locale: wished } = await findWishes(db, { shopId, customerId, address, now });
  return { kind: "may", addressee: { ...people, address, locales: [wished, ...localesOf(people)] } };
}

type People = Pick<Addressee, "customer" | "checkout">;

async function findPeople(
  db: Db,
  shopId: string,
  { customerId, subjectKind, subjectId }: Asked["run"],
): Promise<People> {
  const isOfCheckout = subjectKind === "checkout" && subjectId !== null;
  return {
    customer: customerId === null ? null : await findCustomerFacts(db, { shopId, customerId }),
    checkout: isOfCheckout ? await findCheckoutFacts(db, { shopId, checkoutId: subjectId }) : null,
  };
}

function localesOf({ customer, checkout }: People): (string | null)[] {
  return [checkout?.locale ?? null, customer?.locale ?? null];
}

function addressOf(channel: "email" | "sms", { customer, checkout }: People): string | null {
  if (channel === "sms") return customer?.phone ?? checkout?.phone ?? null;
  return checkout?.email ?? customer?.email ?? null;
}
