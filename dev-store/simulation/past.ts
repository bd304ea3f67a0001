import type { DiscountCode } from "../state/model";
import type { Random } from "./random";
import type { Scene } from "./scene";

/** A history being made; `from` inclusive, `until` exclusive. */
export type Past = { scene: Scene; from: Date; until: Date; codes: DiscountCode[] };

/** An instant between the bounds when people shop: more of them later on (the shop grows) and in busy seasons. */
export function arrivalAt({ scene, from, until }: Past, random: Random): Date {
  for (;;) {
    const progress = random.unit();
    const day = new Date(from.getTime() + progress * (until.getTime() - from.getTime()));
    if (!random.chance((0.35 + 0.65 * progress) * scene.calendar.dayWeight(day))) continue;
    const at = scene.calendar.atShoppingHour(day, random);
    if (at >= from && at < until) return at;
  }
}
