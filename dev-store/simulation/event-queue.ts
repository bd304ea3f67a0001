/** Something that will happen. `key` is unique and breaks ties, so that the order never depends on who queued first. */
export type Planned = {
  at: Date;
  key: string;
  run: () => void | Promise<void>;
};

/** What is to come, earliest first: a binary heap. */
export class EventQueue {
  readonly #heap: Planned[] = [];

  get size(): number {
    return this.#heap.length;
  }

  peek(): Planned | null {
    return this.#heap[0] ?? null;
  }

  push(planned: Planned): void {
    const heap = this.#heap;
    let index = heap.push(planned) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#before(index, parent)) break;
      this.#swap(index, parent);
      index = parent;
    }
  }

  /** Takes the earliest, if it is due by `now` (inclusive). */
  popDue(now: Date): Planned | null {
    const heap = this.#heap;
    const first = heap[0];
    if (!first || first.at > now) return null;
    const last = heap.pop();
    if (last && heap.length > 0) {
      heap[0] = last;
      this.#sink();
    }
    return first;
  }

  #sink(): void {
    for (let index = 0; ;) {
      const left = 2 * index + 1;
      let least = index;
      for (const child of [left, left + 1]) {
        if (child < this.#heap.length && this.#before(child, least)) least = child;
      }
      if (least === index) return;
      this.#swap(index, least);
      index = least;
    }
  }

  #before(a: number, b: number): boolean {
    const one = this.#heap[a];
    const other = this.#heap[b];
    if (!one || !other) return false;
    const gap = one.at.getTime() - other.at.getTime();
    return gap === 0 ? one.key < other.key : gap < 0;
  }

  #swap(a: number, b: number): void {
    const one = this.#heap[a];
    const other = this.#heap[b];
    if (!one || !other) return;
    this.#heap[a] = other;
    this.#heap[b] = one;
  }
}
