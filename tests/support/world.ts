import { registerQuestions } from "~/engine/messaging/answers/question";
import { registerMailPurposes } from "~/engine/messaging/purpose";
import { registerSubjectVariables } from "~/engine/messaging/subject-variables";
import type { FeatureRegistration } from "~/engine/registration";
import type { EmailOutcome, EmailTransport, OutgoingEmail } from "~/integrations/email/transport";
import type {
  ChangeOutcome,
  ConsentRecord,
  ConsentWish,
  Contact,
  CustomerConsent,
  FlowSignal,
  MetafieldId,
  MetafieldWish,
  PixelSettings,
  ShopifyAdmin,
} from "~/integrations/shopify/admin";
import type {
  CreditWish,
  DiscountWish,
  GiftCardWish,
  LiveDiscount,
} from "~/integrations/shopify/discount-wish";
import type { OutgoingSms, SmsOutcome, SmsTransport } from "~/integrations/sms/transport";
import type { OutgoingWebhook, WebhookOutcome, WebhookTransport } from "~/integrations/webhook/transport";
import { registerSubscribers } from "~/pipeline/events/publish.server";
import { buildRegistry } from "~/pipeline/jobs/registry.server";
import { drainJobs } from "~/pipeline/jobs/runner.server";
import { runDueSchedules } from "~/pipeline/jobs/schedules.server";
import { deliveryJobs } from "~/pipeline/outbox/deliver.server";
import { registerOutbox } from "~/pipeline/outbox/registry.server";
import { setClock } from "~/platform/clock.server";
import type { RootDb } from "~/platform/db.server";

export type ShopifyCall =
  | { kind: "add-tags" | "remove-tags"; customerGid: string; tags: string[] }
  | { kind: "create-discount"; discount: DiscountWish }
  | { kind: "update-discount-end"; discountGid: string; endsAt: Date }
  | { kind: "delete-discount"; discountGid: string }
  | { kind: "add-codes"; discountGid: string; codes: readonly string[] }
  | { kind: "create-gift-card"; giftCard: GiftCardWish }
  | { kind: "credit-customer"; credit: CreditWish }
  | { kind: "update-consent"; customerGid: string; wish: ConsentWish }
  | { kind: "connect-pixel"; pixel: { knownGid: string | null; settings: PixelSettings } }
  | { kind: "remove-pixel"; gid: string }
  | { kind: "receive-flow-trigger"; signal: FlowSignal }
  | { kind: "set-metafields"; metafields: readonly MetafieldWish[] }
  | { kind: "delete-metafields"; metafields: readonly MetafieldId[] };

/** Of a customer nobody said anything of. */
const SUBSCRIBED_ONCE: CustomerConsent = {
  email: { state: "SUBSCRIBED", level: "SINGLE_OPT_IN", updatedAt: null },
  sms: null,
};

/** A shop's Admin API that records what was asked. Answers "done" unless told otherwise. */
export class FakeShopify implements ShopifyAdmin {
  readonly calls: ShopifyCall[] = [];
  /** What the next calls get instead of "done", first in, first out. */
  readonly answers: ChangeOutcome<never>[] = [];

  addTags = (customerGid: string, tags: string[]) =>
    this.#record({ kind: "add-tags", customerGid, tags }, null);
  removeTags = (customerGid: string, tags: string[]) =>
    this.#record({ kind: "remove-tags", customerGid, tags }, null);
  /** What the shop holds; null = no such customer. */
  readonly consents = new Map<string, CustomerConsent | null>();

  /** Not a change, so not among the calls. */
  readConsent = (customerGid: string): Promise<ChangeOutcome<CustomerConsent | null>> => {
    const known = this.consents.get(customerGid);
    const result = known === undefined ? SUBSCRIBED_ONCE : known;
    return Promise.resolve(this.answers.shift() ?? { kind: "done", result });
  };
  updateConsent = (customerGid: string, wish: ConsentWish): Promise<ChangeOutcome<ConsentRecord | null>> => {
    const record: ConsentRecord = { state: wish.state, level: wish.level, updatedAt: wish.at };
    const known = this.consents.get(customerGid) ?? SUBSCRIBED_ONCE;
    this.consents.set(customerGid, { ...known, [wish.channel]: record });
    return this.#record({ kind: "update-consent", customerGid, wish }, record);
  };
  /** Of orders, by their GID; nothing is known of the others. */
  readonly contacts = new Map<string, { buyer: Contact[]; customer: Contact[] }>();

  /** Not a change, so not among the calls. */
  readContacts = ({ orderGid }: { orderGid: string }): ReturnType<ShopifyAdmin["readContacts"]> => {
    const result = this.contacts.get(orderGid) ?? { buyer: [], customer: [] };
    return Promise.resolve(this.answers.shift() ?? { kind: "done", result });
  };
  createDiscount = (discount: DiscountWish) =>
    this.#record({ kind: "create-discount", discount }, { discountGid: "gid://shopify/DiscountCodeNode/1" });
  updateDiscountEnd = ({ discountGid, endsAt }: { discountGid: string; endsAt: Date }) =>
    this.#record({ kind: "update-discount-end", discountGid, endsAt }, null);
  deleteDiscount = (discountGid: string) => this.#record({ kind: "delete-discount", discountGid }, null);
  addCodes = ({ discountGid, codes }: { discountGid: string; codes: readonly string[] }) =>
    this.#record({ kind: "add-codes", discountGid, codes }, { creationGid: `creation-${this.calls.length}` });
  createGiftCard = (giftCard: GiftCardWish) =>
    this.#record({ kind: "create-gift-card", giftCard }, { gid: "gid://shopify/GiftCard/1" });
  creditCustomer = (credit: CreditWish) =>
    this.#record(
      { kind: "credit-customer", credit },
      { gid: "gid://shopify/StoreCreditAccountCreditTransaction/1" },
    );

  connectPixel = (pixel: { knownGid: string | null; settings: PixelSettings }) =>
    this.#record(
      { kind: "connect-pixel", pixel },
      { gid: "gid://shopify/WebPixel/1", storeUrl: "https://shop.example" },
    );
  receiveFlowTrigger = (signal: FlowSignal) => this.#record({ kind: "receive-flow-trigger", signal }, null);
  removePixel = (gid: string) => this.#record({ kind: "remove-pixel", gid }, null);
  setMetafields = (metafields: readonly MetafieldWish[]) =>
    this.#record({ kind: "set-metafields", metafields }, null);
  deleteMetafields = (metafields: readonly MetafieldId[]) =>
    this.#record({ kind: "delete-metafields", metafields }, null);
  /** What the shop has of the app's own, by key. */
  appMetafields: Record<string, string> = {};
  readAppMetafields = () =>
    Promise.resolve({
      kind: "done" as const,
      result: { ownerGid: "gid://shopify/AppInstallation/1", values: this.appMetafields },
    });

  /** What the shop answers to readings, which are not among the calls. */
  readonly failedCodes: { code: string; error: string }[] = [];
  readonly codeOwners = new Map<string, string>();
  readonly liveDiscounts: LiveDiscount[] = [];
  codeCount = 0;

  readCodeCreation = (): Promise<ChangeOutcome<{ failed: { code: string; error: string }[] }>> =>
    Promise.resolve(this.answers.shift() ?? { kind: "done", result: { failed: this.failedCodes } });
  findOwnerOfCode = (code: string): Promise<ChangeOutcome<string | null>> =>
    Promise.resolve(this.answers.shift() ?? { kind: "done", result: this.codeOwners.get(code) ?? null });
  readLiveDiscounts = (): Promise<
    ChangeOutcome<{ discounts: LiveDiscount[]; codeCount: number; isComplete: boolean }>
  > => {
    const result = { discounts: this.liveDiscounts, codeCount: this.codeCount, isComplete: true };
    // Read by a daily schedule: what a test lets a change meet is not for it.
    return Promise.resolve({ kind: "done", result });
  };

  #record<Result>(call: ShopifyCall, result: Result): Promise<ChangeOutcome<Result>> {
    this.calls.push(call);
    return Promise.resolve(this.answers.shift() ?? { kind: "done", result });
  }
}

/** A mail server that records what was handed over. Accepts unless told otherwise. */
export class FakeEmail implements EmailTransport {
  readonly sent: OutgoingEmail[] = [];
  readonly answers: EmailOutcome[] = [];

  send = (email: OutgoingEmail): Promise<EmailOutcome> => {
    const answer = this.answers.shift() ?? { kind: "accepted", response: "250 ok" };
    if (answer.kind === "accepted" || answer.kind === "uncertain") this.sent.push(email);
    return Promise.resolve(answer);
  };
  close = () => undefined;
}

/** A provider of text messages that records what was handed over. Accepts unless told otherwise. */
export class FakeSms implements SmsTransport {
  readonly sent: OutgoingSms[] = [];
  readonly answers: SmsOutcome[] = [];

  send = (sms: OutgoingSms): Promise<SmsOutcome> => {
    const answer = this.answers.shift() ?? { kind: "accepted", providerId: "SM1", segmentCount: 1 };
    if (answer.kind === "accepted" || answer.kind === "uncertain") this.sent.push(sms);
    return Promise.resolve(answer);
  };
}

/** A merchant's system that records what it was called with. Accepts unless told otherwise. */
export class FakeWebhook implements WebhookTransport {
  readonly calls: OutgoingWebhook[] = [];
  readonly answers: WebhookOutcome[] = [];

  post = (call: OutgoingWebhook): Promise<WebhookOutcome> => {
    this.calls.push(call);
    return Promise.resolve(this.answers.shift() ?? { kind: "accepted", status: 200 });
  };
}

export type World = {
  shopify: FakeShopify;
  email: FakeEmail;
  sms: FakeSms;
  webhook: FakeWebhook;
  now: () => Date;
  /** Moves the clock; time never goes by itself. */
  at: (instant: Date | string) => void;
  /** Runs due schedules and jobs with the real runner until nothing is due. */
  runJobs: () => Promise<void>;
  close: () => void;
};

/** The real pipeline around a test database, with fakes only at the ports and a clock that stands still. */
export function createWorld(
  db: RootDb,
  registrations: readonly FeatureRegistration[],
  start: Date | string,
): World {
  let current = new Date(start);
  const restoreClock = setClock({ now: () => current });
  const shopify = new FakeShopify();
  const email = new FakeEmail();
  const sms = new FakeSms();
  const webhook = new FakeWebhook();
  registerMailPurposes(registrations.flatMap((feature) => feature.mailPurposes ?? []));
  registerSubjectVariables(registrations.flatMap((feature) => feature.subjectVariables ?? []));
  registerQuestions(registrations.flatMap((feature) => feature.questions ?? []));
  const reactions = registerSubscribers(registrations.flatMap((feature) => feature.subscribers ?? []));
  registerOutbox(
    registrations.flatMap((feature) => feature.intents ?? []),
    { email, sms, webhook, shopify: () => Promise.resolve(shopify) },
  );
  const registry = buildRegistry(
    [...deliveryJobs, ...reactions, ...registrations.flatMap((feature) => feature.jobs ?? [])],
    registrations.flatMap((feature) => feature.schedules ?? []),
  );
  return {
    shopify,
    email,
    sms,
    webhook,
    now: () => current,
    at: (instant) => {
      current = new Date(instant);
    },
    runJobs: async () => {
      await runDueSchedules(db, registry, current);
      await drainJobs(db, registry, () => current);
    },
    close: restoreClock,
  };
}
