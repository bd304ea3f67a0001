import type { Shop } from "../state/model";
import type { Store } from "../state/store";

/** One document may not ask for more than this. */
export const MAX_QUERY_COST = 1000;

/** Points in the bucket and points that come back each second, by plan. */
const PLANS: Record<Shop["plan"], { capacity: number; restoreRate: number }> = {
  Basic: { capacity: 2000, restoreRate: 100 },
  Advanced: { capacity: 4000, restoreRate: 200 },
  Plus: { capacity: 20_000, restoreRate: 1000 },
};

export type ThrottleStatus = { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };

/** The leaky bucket of one app in one shop. Refills by the wall clock, whatever the simulated time does. */
export class CostBucket {
  #available: number;
  #countedAtMs: number;
  readonly #plan: { capacity: number; restoreRate: number };

  constructor(plan: Shop["plan"], nowMs: number) {
    this.#plan = PLANS[plan];
    this.#available = this.#plan.capacity;
    this.#countedAtMs = nowMs;
  }

  /** Whether a request of this cost may run now. */
  admits(requestedCost: number, nowMs: number): boolean {
    this.#refill(nowMs);
    return this.#available >= requestedCost;
  }

  charge(actualCost: number): void {
    this.#available = Math.max(0, this.#available - actualCost);
  }

  status(): ThrottleStatus {
    return {
      maximumAvailable: this.#plan.capacity,
      currentlyAvailable: Math.floor(this.#available),
      restoreRate: this.#plan.restoreRate,
    };
  }

  #refill(nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - this.#countedAtMs);
    const refilled = this.#available + (elapsedMs / 1000) * this.#plan.restoreRate;
    this.#available = Math.min(this.#plan.capacity, refilled);
    this.#countedAtMs = nowMs;
  }
}

const buckets = new WeakMap<Store, { plan: Shop["plan"]; bucket: CostBucket }>();

/** The shop's bucket; a full new one when its plan has changed. */
export function bucketOf(store: Store, nowMs: number): CostBucket {
  const known = buckets.get(store);
  if (known?.plan === store.shop.plan) return known.bucket;
  const bucket = new CostBucket(store.shop.plan, nowMs);
  buckets.set(store, { plan: store.shop.plan, bucket });
  return bucket;
}
