import type { Batch, Consent, Sight } from "./batch";

/** What happens close together leaves together. */
const TOGETHER_MS = 150;
const MOST_TOGETHER = 20;

type Post = (body: string) => void;

/** Gathers what a page shows and sends it while, and only while, the visitor agrees to it. */
export class Sender {
  #sights: Sight[] = [];
  #client: string | null = null;
  #cart: string | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #mark: string | null;
  #consent: Consent;

  constructor(
    private readonly account: string,
    private readonly post: Post,
    start: { consent: Consent; mark: string | null; cart: string | null },
  ) {
    this.#consent = start.consent;
    this.#mark = start.mark;
    this.#cart = start.cart;
  }

  /** Something happened in the browser of that name. `isLast`: the page may be left in the next moment. */
  tell(client: string, sight: Sight | null, { isLast = false, cart = null as string | null } = {}): void {
    this.#client = client;
    this.#cart = cart ?? this.#cart;
    if (!this.#isAllowed()) return;
    if (sight) this.#sights.push(sight);
    if (this.#sights.length === 0 && this.#mark === null) return;
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
      sights: this.#sights,
    };
    this.#sights = [];
    this.#mark = null;
    this.post(JSON.stringify(batch));
  }
}
