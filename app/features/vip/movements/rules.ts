import type { Flow } from "./schema";

/** A band of the drawing: where it leaves and arrives, in parts of the height, and how thick it is. */
export type Band = { from: string; to: string; count: number; fromY: number; toY: number; height: number };
/** A tier on one side: where it begins, and how tall all of its bands are. */
export type Stop = { id: string; y: number; height: number; count: number };

export type Drawing = { left: Stop[]; right: Stop[]; bands: Band[] };

/** Space between two tiers, in parts of 100. */
const GAP = 4;

/**
 * Lays out flows between tiers as bands on a height of 100: as thick as people who moved, in the order of the tiers on
 * both sides, so that promotions go up and demotions down.
 *
 * @param order Ids from the top to the bottom.
 */
export function layOut(flows: readonly Flow[], order: readonly string[]): Drawing {
  const rank = new Map(order.map((id, index) => [id, index]));
  const byRank = (a: string, b: string) => (rank.get(a) ?? order.length) - (rank.get(b) ?? order.length);
  const total = flows.reduce((sum, { count }) => sum + count, 0);
  const sides = ["from", "to"] as const;
  const used = sides.map((side) => [...new Set(flows.map((flow) => flow[side]))].sort(byRank));
  const gaps = Math.max(0, ...used.map((ids) => ids.length - 1)) * GAP;
  const scale = total === 0 ? 0 : (100 - gaps) / total;
  const stopsOf = (side: "from" | "to", ids: readonly string[]): Stop[] => {
    let y = 0;
    return ids.map((id) => {
      const count = flows.filter((flow) => flow[side] === id).reduce((sum, flow) => sum + flow.count, 0);
      const stop = { id, y, height: count * scale, count };
      y += stop.height + GAP;
      return stop;
    });
  };
  const left = stopsOf("from", used[0] ?? []);
  const right = stopsOf("to", used[1] ?? []);
  const next = {
    from: new Map(left.map(({ id, y }) => [id, y])),
    to: new Map(right.map(({ id, y }) => [id, y])),
  };
  const take = (side: "from" | "to", id: string, height: number) => {
    const y = next[side].get(id) ?? 0;
    next[side].set(id, y + height);
    return y;
  };
  const ordered = [...flows].sort((a, b) => byRank(a.from, b.from) || byRank(a.to, b.to));
  const bands = ordered.map(({ from, to, count }) => {
    const height = count * scale;
    return { from, to, count, height, fromY: take("from", from, height), toY: take("to", to, height) };
  });
  return { left, right, bands };
}
