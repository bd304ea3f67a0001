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

/** Discounts that an offer does not go together with, for one reason. */
export type ConflictGroup = {
  isAutomatic: boolean;
  because: ConflictReason | "different-items";
  titles: string[];
};

/** Conflicts by their reasons: those with discounts that apply by themselves first, for they meet everybody. */
export function groupConflicts(
  conflicts: readonly {
    title: string;
    isAutomatic: boolean;
    outcome: Exclude<Combination, { kind: "combines" }>;
  }[],
): ConflictGroup[] {
  const groups = new Map<string, ConflictGroup>();
  for (const { title, isAutomatic, outcome } of conflicts) {
    const because = outcome.kind === "conflict" ? outcome.because : outcome.kind;
    const key = `${isAutomatic} ${because}`;
    const group = groups.get(key) ?? { isAutomatic, because, titles: [] };
    if (!group.titles.includes(title)) group.titles.push(title);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => Number(b.isAutomatic) - Number(a.isAutomatic));
}

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
