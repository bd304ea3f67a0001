const LONGEST_EXACT = 15;

/**
 * What tells a record among others of its type: the number of its GID. As a number it takes a fraction of the room of a
 * text, and does not keep the line in memory that the text was cut from.
 */
export function keyOfGid(gid: string): number | string {
  const number = gid.slice(gid.lastIndexOf("/") + 1);
  return number.length <= LONGEST_EXACT ? Number(number) : ownCopyOf(gid);
}

const [ZERO, NINE, QUOTE] = [0x30, 0x39, 0x22];

/** `keyOfGid` of the number that lies there up to a quote; null when it is none, or a long one. */
export function keyOfNumber(bytes: Uint8Array, from: number): number | null {
  let at = from;
  let key = 0;
  for (let code = bytes[at] ?? 0; code >= ZERO && code <= NINE; code = bytes[++at] ?? 0)
    key = 10 * key + (code - ZERO);
  const length = at - from;
  return length > 0 && length <= LONGEST_EXACT && bytes[at] === QUOTE ? key : null;
}

/** A text that was cut from another keeps all of that in memory; this one does not. */
export function ownCopyOf(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}

/** Records that were named already; forgotten now and then, as memory is not endless. */
export class Seen {
  private readonly texts = new Set<string>();
  /** Open addressing; 0 is none. */
  private readonly slots: Float64Array;
  private count = 0;

  constructor(private readonly most: number) {
    this.slots = new Float64Array(2 ** Math.ceil(Math.log2(2 * most)));
  }

  /** Whether it is the first time; from now on it is not. */
  isFirst(key: number | string): boolean {
    if (typeof key === "number" && key > 0) return this.isFirstNumber(key);
    if (this.texts.has(String(key))) return false;
    if (this.texts.size >= this.most) this.texts.clear();
    this.texts.add(String(key));
    return true;
  }

  private isFirstNumber(key: number): boolean {
    const { slots } = this;
    let slot = slotOf(key, slots.length);
    for (; slots[slot] !== 0; slot = (slot + 1) % slots.length) if (slots[slot] === key) return false;
    if (this.count >= this.most) {
      slots.fill(0);
      this.count = 0;
      slot = slotOf(key, slots.length);
    }
    slots[slot] = key;
    this.count += 1;
    return true;
  }
}

/** Neighbouring numbers come to lie far apart. */
function slotOf(key: number, count: number): number {
  const mixed = Math.imul((key % 2 ** 32) ^ (key / 2 ** 32), 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) & (count - 1);
}
