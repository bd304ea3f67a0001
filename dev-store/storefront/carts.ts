import { randomBytes } from "node:crypto";

import { fillCart } from "../commerce/carts";
import type { Cart } from "../state/model";
import type { Store } from "../state/store";

export type CartLine = Cart["lines"][number];

const MAX_QUANTITY = 99;

/** The shop's carts, as shoppers change them. A cart knows no person: only the cookie with its token leads to it. */
export class Carts {
  constructor(private readonly store: Store) {}

  /** A token nobody has. */
  newToken(): string {
    return randomBytes(16).toString("hex");
  }

  lines(token: string | null): readonly CartLine[] {
    return (token && this.store.carts.get(token)?.lines) || [];
  }

  /** Adds to what is there of the same variant; 99 pieces of one variant at most. */
  add(token: string, line: CartLine): void {
    const present = this.lines(token).find(({ variantId }) => variantId === line.variantId);
    this.setQuantity(token, { ...line, quantity: (present?.quantity ?? 0) + line.quantity });
  }

  /** Sets how many pieces of a variant there are; 0 takes the line out. */
  setQuantity(token: string, line: CartLine): void {
    const lines = [...this.lines(token)];
    const at = lines.findIndex(({ variantId }) => variantId === line.variantId);
    const wanted = { ...line, quantity: Math.min(line.quantity, MAX_QUANTITY) };
    if (at < 0) lines.push(wanted);
    else lines[at] = wanted;
    this.replace(token, lines);
  }

  /** Makes the cart hold exactly these lines. */
  replace(token: string, lines: readonly CartLine[]): void {
    fillCart(this.store, { token, lines: [...lines] });
  }
}
