/** FNV-1a, 32 bits. */
const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * The arm a key falls into, by weight.
 *
 * Deterministic: the same key and arms give the same arm, in every process and for good. Keys that differ in one letter
 * fall independently. Weights need not add up to anything; an arm of weight 0 gets nobody.
 *
 * @param key What is assigned, e.g. `<shop>:<experiment>:<person>`.
 * @throws RangeError when no arm has a weight above 0, or one is negative or not a number.
 */
export function assignArm(key: string, arms: readonly { key: string; weight: number }[]): string {
  const bad = arms.find(({ weight }) => !(weight >= 0) || !Number.isFinite(weight));
  if (bad) throw new RangeError(`the weight of arm "${bad.key}" is ${bad.weight}, expected 0 or more`);
  const total = arms.reduce((sum, { weight }) => sum + weight, 0);
  let point = (hash(key) / 2 ** 32) * total;
  for (const arm of arms) {
    if (point < arm.weight) return arm.key;
    point -= arm.weight;
  }
  // Rounding may leave a crumb past the last arm.
  const last = arms.findLast(({ weight }) => weight > 0);
  if (!last) throw new RangeError("expected an arm with a weight above 0, got none");
  return last.key;
}

/** FNV-1a and then MurmurHash3's finalizer: FNV alone leaves the high bits of short keys alike. */
function hash(text: string): number {
  let value = OFFSET_BASIS;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    value = Math.imul(value ^ (unit & 0xff), PRIME);
    value = Math.imul(value ^ (unit >>> 8), PRIME);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
