import { setAccountState } from "../commerce/accounts";
import { createDiscount, deleteDiscount } from "../commerce/discounts";
import type { DiscountCode } from "../state/model";
import { Random } from "./random";
import { hoursAfter, type Scene } from "./scene";

const MEAN_GAP_HOURS = 9;
/**
 * What goes on beside the trade, with luck of its own so that the trade takes the same course without it: accounts are
 * opened and closed, a campaign is prepared and given up before anybody got its code.
 */
export function planUpkeep(scene: Scene, from: Date, ordinal = 1): void {
  const key = `upkeep/${ordinal}`;
  const at = hoursAfter(from, 0.5 + scene.luck(key, "gap").exponential(MEAN_GAP_HOURS));
  scene.plan(at, key, ({ random }) => {
    planUpkeep(scene, at, ordinal + 1);
    if (random.chance(0.5)) changeAccount(scene, ordinal);
    else runCampaign(scene, { key, at, ordinal });
  });
}

/** A lot drawn by each customer, so that another customer more or less changes nobody else's luck. */
function changeAccount(scene: Scene, ordinal: number): void {
  const lots = [...scene.store.customers.values()].map((customer) => ({
    customer,
    lot: new Random(scene.seed, "account", ordinal, customer.email ?? customer.phone ?? "").unit(),
  }));
  const [chosen] = lots.sort((a, b) => a.lot - b.lot);
  if (!chosen) return;
  const { customer } = chosen;
  setAccountState(scene.store, customer, customer.state === "ENABLED" ? "DISABLED" : "ENABLED");
}

function runCampaign(scene: Scene, { key, at, ordinal }: { key: string; at: Date; ordinal: number }): void {
  const code = `CAMPAIGN-${ordinal}`;
  if (scene.store.findDiscountByCode(code)) return;
  const discount: DiscountCode = createDiscount(scene.store, {
    code,
    value: { kind: "percentage", fraction: 0.05 },
    customerIds: [],
  });
  scene.plan(hoursAfter(at, 30), `${key}/over`, () => {
    if (scene.store.discounts.has(discount.id)) deleteDiscount(scene.store, discount);
  });
}
