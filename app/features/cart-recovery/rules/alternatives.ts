export type Candidate = {
  id: string;
  /** The kind of product, as the store calls it. */
  kind: string;
  priceMinor: number;
};

/** For each thing that is sold out another of its kind, nearest in price; each at most once, none where there is none. */
export function chooseAlternatives<Found extends Candidate>(
  wanted: readonly Pick<Candidate, "kind" | "priceMinor">[],
  candidates: readonly Found[],
): Found[] {
  const chosen: Found[] = [];
  for (const { kind, priceMinor } of wanted) {
    const distance = (one: Candidate) => Math.abs(one.priceMinor - priceMinor);
    const [nearest] = candidates
      .filter((one) => one.kind === kind && !chosen.includes(one))
      .sort((a, b) => distance(a) - distance(b) || (a.id < b.id ? -1 : 1));
    if (nearest) chosen.push(nearest);
  }
  return chosen;
}
