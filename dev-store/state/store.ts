import { EventEmitter } from "node:events";

import type { SimulatedClock } from "../clock";
import type { FlowSignal, Installation, WebPixel } from "./app-model";
import type {
  BulkOperation,
  Cart,
  Checkout,
  CodeCreation,
  Customer,
  DiscountCode,
  Metafield,
  Order,
  Product,
  Return,
  Shop,
} from "./model";
import type { GiftCard, StoreCreditAccount } from "./reward-model";

/** A change that the real Shopify would tell by webhook. `subject` is a snapshot's source, not the payload. */
export type StoreEvent = {
  /** `orders/create`, `customer.tags_added` … */
  topic: string;
  /** What the payload is built from: an Order, Customer, Checkout, Product … or a ready body for topics without a record. */
  subject: unknown;
  occurredAt: Date;
  /** Shared by every topic that one action of a person raises. */
  eventId: string;
};

/** Everything one shop knows. Plain maps: the stand-in is for hundreds of thousands of rows, not millions. */
export class Store {
  readonly customers = new Map<number, Customer>();
  readonly products = new Map<number, Product>();
  readonly orders = new Map<number, Order>();
  /** By token. */
  readonly checkouts = new Map<string, Checkout>();
  /** By token. */
  readonly carts = new Map<string, Cart>();
  readonly returns = new Map<number, Return>();
  readonly discounts = new Map<number, DiscountCode>();
  readonly codeCreations = new Map<number, CodeCreation>();
  readonly giftCards = new Map<number, GiftCard>();
  readonly storeCreditAccounts = new Map<number, StoreCreditAccount>();
  readonly bulkOperations = new Map<number, BulkOperation>();
  /** Metafields of owners other than customers, by owner GID. */
  readonly metafields = new Map<string, Metafield[]>();
  /** Oldest first. */
  readonly flowSignals: FlowSignal[] = [];
  installation: Installation | null = null;
  webPixel: WebPixel | null = null;
  /** The merchant has the blocks of the app in the theme. */
  hasThemeBlocks = true;
  /** The next order's number; #1001 is the first. */
  nextOrderNumber = 1001;
  /** Where shoppers meet the shop, without a trailing slash; recovery links of new checkouts start with it. */
  storefrontOrigin: string;

  readonly #events = new EventEmitter();
  #lastId = 7_000_000_000_000;
  #lastReturnId = 9_000_000_000_000;
  #quiet = false;

  constructor(
    readonly shop: Shop,
    readonly clock: SimulatedClock,
  ) {
    this.storefrontOrigin = `https://${shop.domain}`;
  }

  /** 13-digit ids, as real shops have them. */
  nextId(): number {
    return ++this.#lastId;
  }

  /** Ids of returns and their lines: apart, so that a return more or less renames nothing else. */
  nextReturnId(): number {
    return ++this.#lastReturnId;
  }

  /** Tells subscribers; silent while history is seeded. */
  emit(event: StoreEvent): void {
    if (!this.#quiet) this.#events.emit("event", event);
  }

  /** True while history is seeded: whoever would only prepare an event can save the work. */
  get isQuiet(): boolean {
    return this.#quiet;
  }

  onEvent(listener: (event: StoreEvent) => void): void {
    this.#events.on("event", listener);
  }

  /** Runs `work` without raising webhooks: for history that happened before the app came. */
  quietly<T>(work: () => T): T {
    this.#quiet = true;
    try {
      return work();
    } finally {
      this.#quiet = false;
    }
  }

  findCustomerByEmail(email: string): Customer | null {
    const wanted = email.toLowerCase();
    for (const customer of this.customers.values()) {
      if (customer.email?.toLowerCase() === wanted) return customer;
    }
    return null;
  }

  findDiscountByCode(code: string): DiscountCode | null {
    const wanted = code.toLowerCase();
    for (const discount of this.discounts.values()) {
      if (discount.code.toLowerCase() === wanted) return discount;
    }
    return null;
  }
}
