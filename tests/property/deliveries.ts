/** What becomes of webhooks on their way: lost, doubled, overtaken, a day late. */
import { seededChances } from "../../dev-store/webhooks/faults";
import type { Webhook } from "../support/payloads";

export type Rates = { lost: number; doubled: number; late: number };

/** Deliveries of a stream, in the order they arrive. The same seed gives the same fates. */
export function arrivals(
  webhooks: readonly Webhook[],
  { seed, rates }: { seed: number; rates: Rates },
): { deliveries: Webhook[]; lostCount: number } {
  const chance = seededChances(seed);
  const placed: { place: number; webhook: Webhook }[] = [];
  let lostCount = 0;
  for (const [index, webhook] of webhooks.entries()) {
    if (chance() < rates.lost) {
      lostCount += 1;
      continue;
    }
    const copies = chance() < rates.doubled ? 2 + Math.floor(chance() * 2) : 1;
    for (let copy = 0; copy < copies; copy += 1)
      placed.push({ place: index + delay(chance, { rates, total: webhooks.length }), webhook });
  }
  placed.sort((a, b) => a.place - b.place);
  return { deliveries: placed.map(({ webhook }) => webhook), lostCount };
}

/** Most arrive within a few hundred of their turn; the late ones whenever. */
function delay(chance: () => number, { rates, total }: { rates: Rates; total: number }): number {
  return chance() < rates.late ? chance() * total : chance() * 300;
}
