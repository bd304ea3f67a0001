import type { ChangeOutcome } from "~/integrations/shopify/admin";

/** Asks Shopify for anything of a shop. */
type AskShop = (shopDomain: string) => Promise<ChangeOutcome<unknown>>;

let askShop: AskShop | null = null;

/** Wires the question to Shopify; called once by the composition, and by tests. */
export function provideRemovalCheck(gateway: { readShopDetails: AskShop }): void {
  askShop = gateway.readShopDetails;
}

export type Removal =
  /** Shopify lets us in no more. */
  { kind: "removed" } | { kind: "installed" } | { kind: "unavailable"; error: string; retryAfterMs: number };

/**
 * Whether a shop still has the app, as Shopify has it: the notice of a removal may have been lost.
 *
 * @throws Error before `provideRemovalCheck`.
 */
export async function checkRemoval(shopDomain: string): Promise<Removal> {
  if (!askShop) throw new Error("nobody to ask yet: composition.server.ts must be loaded first");
  const outcome = await askShop(shopDomain);
  switch (outcome.kind) {
    case "shop-gone":
      return { kind: "removed" };
    case "unavailable":
      return outcome;
    case "done":
    case "rejected":
      return { kind: "installed" };
  }
}
