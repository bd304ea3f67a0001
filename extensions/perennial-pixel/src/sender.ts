import type { Batch, Consent, Sight } from "./batch";
import { PageWatch } from "./page-watch";
import { isInSample } from "./sample";

/** What happens close together leaves together. */
const TOGETHER_MS = 150;
const MOST_TOGETHER = 20;

type Post = (body: string) => void;

type Start = {
  consent: Consent;
  mark: string | null;
  cart: string | null;
  /** Of a hundred browsers, how many have their visits counted. */
  samplePercent: number;
};

/** Gathers what a page shows and sends it while, and only while, the visitor agrees to it. */
export class Sender {
  #sights: Sight[] = [];
  #client: string | null = null;
  #cart: string | null = null;
  #page: PageWatch | null = null;
  readonly #samplePercent: number;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #mark: string | null;
  #consent: Consent;

  constructor(
    private readonly account: string,
    private readonly post: Post,
    start: Start,
  ) {
    this.#samplePercent = start.samplePercent;
    this.#consent = start.consent;
    this.#mark = start.mark;
    this.#cart = start.cart;
  }

  /** A page was opened in the browser of that name. */
  open(client: string, pageId: string): void {
    // What happened on the page before is of that page.
    if (this.#page !== null && this.#sights.length > 0) this.#send();
    this.#page?.close();
    this.#page = null;
    this.#client = client;
    if (!this.#isAllowed()) return;
    if (isInSample(client, this.#samplePercent)) this.#page = new PageWatch(pageId, () => this.#send());
    else if (this.#mark === null) return;
    this.#timer ??= setTimeout(() => this.#send(), TOGETHER_MS);
  }

  /** Somebody did something on the page: nothing is sent of it but that the page is looked at, again or still. */
  sign(): void {
    if (this.#page?.sign()) this.#timer ??= setTimeout(() => this.#send(), TOGETHER_MS);
  }

  /** Something happened in the browser of that name. `isLast`: the page may be left in the next moment. */
  tell(client: string, sight: Sight, { isLast = false, cart = null as string | null } = {}): void {
    this.#client = client;
    this.#cart = cart ?? this.#cart;
    this.sign();
    if (!this.#isAllowed()) return;
    this.#sights.push(sight);
    if (isLast || this.#sights.length >= MOST_TOGETHER) this.#send();
    else this.#timer ??= setTimeout(() => this.#send(), TOGETHER_MS);
  }

  /** The visitor said something else. Who withdraws is forgotten: that, and nothing more, is told once. */
  agree(consent: Consent): void {
    const wasAllowed = this.#isAllowed();
    this.#consent = consent;
    if (!wasAllowed || this.#isAllowed()) return;
    this.#sights = [];
    this.#mark = null;
    this.#cart = null;
    this.#page?.close();
    this.#page = null;
    this.#send();
  }

  #isAllowed(): boolean {
    return this.#consent.analytics && this.#consent.marketing;
  }

  #send(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#client === null) return;
    const batch: Batch = {
      v: 1,
      account: this.account,
      client: this.#client,
      consent: this.#consent,
      mark: this.#mark,
      cart: this.#cart,
      page: this.#page?.now() ?? null,
      sights: this.#sights,
    };
    this.#sights = [];
    this.#mark = null;
    this.post(JSON.stringify(batch));
  }
}
