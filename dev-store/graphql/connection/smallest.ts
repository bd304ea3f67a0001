/** The `count` smallest items in order. Cheap when few of many are wanted: a page of a long list. */
export function smallest<T>(items: readonly T[], count: number, compare: (a: T, b: T) => number): T[] {
  if (items.length <= count * 4) return [...items].sort(compare).slice(0, count);
  const kept = items.slice(0, count).sort(compare);
  for (const item of items.slice(count)) {
    const last = kept[kept.length - 1];
    if (last === undefined || compare(item, last) >= 0) continue;
    kept.pop();
    kept.splice(insertionPoint(kept, item, compare), 0, item);
  }
  return kept;
}

function insertionPoint<T>(sorted: readonly T[], item: T, compare: (a: T, b: T) => number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const probe = sorted[middle];
    if (probe !== undefined && compare(probe, item) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
