import type { CodeCreation, DiscountCode } from "../state/model";
import type { Store } from "../state/store";
import { inAction } from "./action";
import { tellCode } from "./discount-events";

/** Shopify works on a batch of codes by itself for this long. */
const WORK_MS = 2_000;

/** Takes codes over, to be made later: what becomes of each is told by `finishCreations`. */
export function beginCreation(store: Store, discount: DiscountCode, codes: readonly string[]): CodeCreation {
  const creation: CodeCreation = {
    id: store.nextId(),
    discountId: discount.id,
    codes: codes.map((code) => ({ code, redeemCodeId: null, error: null })),
    done: false,
    createdAt: store.clock.now(),
  };
  store.codeCreations.set(creation.id, creation);
  return creation;
}

/** Makes the codes of batches whose time has come; those that are taken are told with an error. */
export function finishCreations(store: Store): void {
  for (const creation of store.codeCreations.values()) {
    if (creation.done || store.clock.now().getTime() < creation.createdAt.getTime() + WORK_MS) continue;
    creation.done = true;
    const discount = store.discounts.get(creation.discountId);
    for (const entry of creation.codes) {
      if (!discount || store.findDiscountByCode(entry.code)) {
        entry.error = "must be unique. Please try a different code.";
      } else {
        entry.redeemCodeId = addCode(store, discount, entry.code).redeemCodeId;
      }
    }
  }
}

/** Adds a code to a discount and raises discounts/redeemcode_added; it works as the first one does, and is counted by itself. */
function addCode(store: Store, discount: DiscountCode, code: string): DiscountCode {
  return inAction(store, ({ at }) => {
    const added: DiscountCode = {
      ...discount,
      ...{ id: store.nextId(), redeemCodeId: store.nextId(), code, parentId: discount.id },
      ...{ usageCount: 0, createdAt: at, updatedAt: at },
    };
    store.discounts.set(added.id, added);
    tellCode(store, added, "discounts/redeemcode_added");
    return added;
  });
}
