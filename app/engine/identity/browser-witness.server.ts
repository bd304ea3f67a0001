import type { Db } from "~/platform/db.server";

/**
 * Tells whether an order was placed in a browser that is known to be a customer's. Whoever follows browsers says so; with
 * nobody who does, none is known to be.
 */
export type BrowserWitness = (
  db: Db,
  asked: { shopId: string; customerId: string; checkoutToken: string | null },
) => Promise<boolean>;

let witness: BrowserWitness | null = null;

/** Makes known who follows browsers; called once by the composition. */
export function provideBrowserWitness(provided: BrowserWitness | undefined): void {
  witness = provided ?? null;
}

/** Whether the checkout of an order was open in a browser of the customer. */
export async function isSameBrowser(
  db: Db,
  asked: { shopId: string; customerId: string; checkoutToken: string | null },
): Promise<boolean> {
  return witness !== null && (await witness(db, asked));
}
