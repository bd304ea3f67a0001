import { randomBytes } from "node:crypto";

import type { Customer } from "../../state/model";
import type { Store } from "../../state/store";

/** Who is signed in in the shop: only the cookie with its token leads to a session. */
export class CustomerSessions {
  readonly #customers = new Map<string, number>();

  constructor(private readonly store: Store) {}

  begin(customer: Customer): string {
    const token = randomBytes(16).toString("hex");
    this.#customers.set(token, customer.id);
    return token;
  }

  /** Null: nobody is signed in, or the customer is gone. */
  find(token: string | null): Customer | null {
    const id = token === null ? undefined : this.#customers.get(token);
    return id === undefined ? null : (this.store.customers.get(id) ?? null);
  }

  end(token: string | null): void {
    if (token !== null) this.#customers.delete(token);
  }
}
