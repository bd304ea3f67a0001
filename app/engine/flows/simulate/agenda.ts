/** What is to come, by its instant. */
export type Agenda<Item> = {
  add: (at: Date, item: Item) => void;
  /** The next instant and everything at it, in the order in which it was added; null when nothing is left. */
  next: () => { at: Date; items: Item[] } | null;
};

/** An agenda that holds nothing. A binary heap of instants: dates come and go by the ten thousand. */
export function createAgenda<Item>(): Agenda<Item> {
  const heap: number[] = [];
  const byInstant = new Map<number, Item[]>();
  return {
    add(at, item) {
      const time = at.getTime();
      const there = byInstant.get(time);
      if (there) there.push(item);
      else {
        byInstant.set(time, [item]);
        heap.push(time);
        rise(heap);
      }
    },
    next() {
      const [first] = heap;
      if (first === undefined) return null;
      const last = heap.pop() ?? first;
      if (heap.length > 0) {
        heap[0] = last;
        sink(heap);
      }
      const items = byInstant.get(first) ?? [];
      byInstant.delete(first);
      return { at: new Date(first), items };
    },
  };
}

function rise(heap: number[]): void {
  for (let at = heap.length - 1; at > 0;) {
    const above = (at - 1) >> 1;
    if ((heap[above] ?? 0) <= (heap[at] ?? 0)) return;
    swap(heap, at, above);
    at = above;
  }
}

function sink(heap: number[]): void {
  for (let at = 0; ;) {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    const least = (heap[right] ?? Infinity) < (heap[left] ?? Infinity) ? right : left;
    if ((heap[least] ?? Infinity) >= (heap[at] ?? 0)) return;
    swap(heap, at, least);
    at = least;
  }
}

function swap(heap: number[], a: number, b: number): void {
  [heap[a], heap[b]] = [heap[b] ?? 0, heap[a] ?? 0];
}
