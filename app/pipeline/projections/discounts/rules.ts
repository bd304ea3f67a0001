import type { DomainEvent } from "~/pipeline/events/catalogue";

import type { DiscountChange, DiscountRow, DiscountState, RedeemCodeRow } from "./schema";

export type DiscountEffect = { outcome: "applied" | "older-version" | "deleted"; events: DomainEvent[] };

type ChangeOf<Kind extends DiscountChange["kind"]> = Extract<DiscountChange, { kind: Kind }>;

/** A discount of which only its id is known. */
export function unknownDiscount({ id, gid }: Pick<DiscountRow, "id" | "gid">): DiscountState {
  return {
    row: { id, gid, title: "", status: null, createdAt: null, versionAt: null, deletedAt: null },
    codes: new Map(),
    changedCodeIds: new Set(),
    isChanged: true,
  };
}

/**
 * Applies one change to a discount, in place: the newest version stays, whatever order they come in. Deleted is
 * deleted, and removed is removed: neither a discount nor a code comes back under its id.
 */
export function applyDiscountChange(state: DiscountState, change: DiscountChange): DiscountEffect {
  switch (change.kind) {
    case "discount":
      return applyDiscount(state, change);
    case "code":
      return applyCode(state, change);
    case "deletion":
      return applyDeletion(state, change);
  }
}

function applyDiscount(state: DiscountState, { version, fields }: ChangeOf<"discount">): DiscountEffect {
  const { versionAt, deletedAt } = state.row;
  if (versionAt && version < versionAt) return { outcome: "older-version", events: [] };
  const createdAt = fields.createdAt ?? state.row.createdAt;
  state.row = { ...state.row, ...fields, createdAt, versionAt: version };
  state.isChanged = true;
  if (deletedAt) return { outcome: "deleted", events: [] };
  return { outcome: "applied", events: [discountEvent("discount.changed", state.row, version)] };
}

function applyCode(state: DiscountState, { code, isPresent, changedAt }: ChangeOf<"code">): DiscountEffect {
  const known = state.codes.get(code.id) ?? { ...code, addedAt: null, removedAt: null };
  const told: RedeemCodeRow = isPresent
    ? { ...known, addedAt: earlier(known.addedAt, changedAt) }
    : { ...known, removedAt: earlier(known.removedAt, changedAt) };
  state.codes.set(code.id, told);
  state.changedCodeIds.add(code.id);
  return { outcome: isPresent && known.removedAt ? "older-version" : "applied", events: [] };
}

function earlier(known: Date | null, told: Date): Date {
  return known && known < told ? known : told;
}

function applyDeletion(state: DiscountState, { deletedAt }: ChangeOf<"deletion">): DiscountEffect {
  const isNews = !state.row.deletedAt;
  state.row = { ...state.row, deletedAt: earlier(state.row.deletedAt, deletedAt) };
  state.isChanged = true;
  return {
    outcome: "applied",
    events: isNews ? [discountEvent("discount.deleted", state.row, deletedAt)] : [],
  };
}

function discountEvent(
  type: "discount.changed" | "discount.deleted",
  { id: discountId }: DiscountRow,
  occurredAt: Date,
): DomainEvent {
  const suffix = type === "discount.changed" ? `:${occurredAt.getTime()}` : "";
  return {
    type,
    payload: { discountId },
    sourceKey: `${type}:${discountId}${suffix}`,
    customerId: null,
    subjectId: discountId,
    occurredAt,
  };
}
