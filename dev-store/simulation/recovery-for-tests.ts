import { actAs } from "../commerce/action";
import { createDiscount } from "../commerce/discounts";
import type { Checkout } from "../state/model";
import type { Store } from "../state/store";
import type { MailSeen } from "./mail-reading";
import { hoursAfter } from "./scene";

/**
 * The least that writes to people who left a checkout: an hour later, a mail with a link and a code, unless they
 * bought something since or do not want mail. It exists when somebody looks.
 */
export class RecoveryForTests {
  readonly unsubscribed: string[] = [];
  readonly #mails = new Map<string, MailSeen>();

  constructor(private readonly store: Store) {}

  /** Checkouts that were written about. */
  get tokens(): Set<string> {
    return new Set(this.#mails.keys());
  }

  listFor(email: string): MailSeen[] {
    const left = [...this.store.checkouts.values()].filter((checkout) => checkout.email === email);
    return left.flatMap((checkout) => this.#mailOf(checkout) ?? []);
  }

  follow = (url: string): Promise<{ checkoutToken: string; discountCode: string } | null> => {
    const query = new URL(url).searchParams;
    const [checkoutToken, discountCode] = [query.get("token"), query.get("code")];
    return Promise.resolve(checkoutToken && discountCode ? { checkoutToken, discountCode } : null);
  };

  unsubscribe = (url: string): Promise<void> => {
    this.unsubscribed.push(new URL(url).searchParams.get("email") ?? "");
    return Promise.resolve();
  };

  #mailOf(checkout: Checkout): MailSeen | null {
    const sent = this.#mails.get(checkout.token);
    if (sent) return sent;
    const email = checkout.email ?? "";
    const receivedAt = hoursAfter(checkout.updatedAt, 1);
    const bought = [...this.store.orders.values()].some(
      (order) =>
        order.email === email && order.createdAt >= checkout.createdAt && order.createdAt < receivedAt,
    );
    const state = this.store.findCustomerByEmail(email)?.emailConsent.state;
    if (bought || checkout.completedAt || state === "UNSUBSCRIBED") return null;
    const code = `BACK-${checkout.token.slice(0, 8)}`;
    actAs(this.store, { at: receivedAt, eventId: code, token: () => code }, () =>
      createDiscount(this.store, {
        code,
        value: { kind: "percentage", fraction: 0.1 },
        customerIds: [checkout.customerId ?? 0],
        createdByApp: "tests",
      }),
    );
    const mail: MailSeen = {
      to: email,
      subject: "You left something",
      text: "",
      html: `<a href="https://shop.example/">x</a><a href="https://shop.example/back?token=${checkout.token}&amp;code=${code}">y</a>`,
      receivedAt,
      headers: { "list-unsubscribe": `<https://shop.example/out?email=${encodeURIComponent(email)}>` },
    };
    this.#mails.set(checkout.token, mail);
    return mail;
  }
}
