import type { DiscountClass } from "./offer";

/** What of a discount decides whether it goes together with another. */
export type Combinable = {
  classes: readonly DiscountClass[];
  combinesWith: Readonly<Record<DiscountClass, boolean>>;
};

export type Combination =
  | { kind: "combines" }
  /** Both apply in one cart, but not to the same item: the better one wins there. */
  | { kind: "different-items" }
  | { kind: "conflict"; because: ConflictReason };

export type ConflictReason =
  /** Shipping discounts never combine with one another. */
  | "two-shipping"
  /** The offer does not allow the class of the other. */
  | "offer-excludes"
  /** The other does not allow the offer's. */
  | "other-excludes"
  | "both-exclude";

/**
 * Whether an offer and another discount work in one cart, by Shopify's rules: each must allow the other's class, two
 * shipping discounts never go together, and two product discounts go together only on different items.
 *
 * Of a discount with several classes the best case counts: Shopify applies the parts that go together.
 */
export function decideCombination(offer: Combinable, other: Combinable): Combination {
  const outcomes = offer.classes.flatMap((mine) =>
    other.classes.map((theirs) => combine({ offer, mine }, { other, theirs })),
  );
  return (
    outcomes.find(({ kind }) => kind === "combines") ??
    outcomes.find(({ kind }) => kind === "different-items") ??
    outcomes[0] ?? { kind: "combines" }
  );
}

function combine(
  { offer, mine }: { offer: Combinable; mine: DiscountClass },
  { other, theirs }: { other: Combinable; theirs: DiscountClass },
): Combination {
  if (mine === "shipping" && theirs === "shipping") return { kind: "conflict", because: "two-shipping" };
  const offerAllows = offer.combinesWith[theirs];
  const otherAllows = other.combinesWith[mine];
  if (offerAllows && otherAllows) {
    return mine === "product" && theirs === "product" ? { kind: "different-items" } : { kind: "combines" };
  }
  if (!offerAllows && !otherAllows) return { kind: "conflict", because: "both-exclude" };
  return { kind: "conflict", because: offerAllows ? "other-excludes" : "offer-excludes" };
}
