/*
 * Who gets which arm of a split, and who is held out, follows from a hash of who and where: the same person always gets
 * the same, in the live engine, in a simulation and when lift is counted, with nothing stored.
 */

/** Where people are divided: an experiment of a shop, such as a step of a flow, or its global holdout. */
export type Division = { shopId: string; experimentKey: string };

/**
 * The arm of a person: arms get people in proportion to their weights.
 *
 * Adding weight to the last arm, or an arm at the end, moves as few people as possible.
 *
 * @param personId Stable for the person: our customer id, or what stands for a guest.
 * @throws RangeError when no arm has a weight above zero.
 */
export function assignArm<Arm extends { weight: number }>(
  division: Division,
  personId: string,
  arms: readonly Arm[],
): Arm {
  const total = arms.reduce((sum, { weight }) => sum + weight, 0);
  let left = unitOf(division, personId) * total;
  for (const arm of arms) {
    left -= arm.weight;
    if (left < 0) return arm;
  }
  throw new RangeError(
    `expected arms with weights above zero, got a sum of ${total} in ${division.experimentKey}`,
  );
}

/** Whether a person is among the share (basis points, 0 to 10 000) that is held out. */
export function isHeldOut(division: Division, personId: string, shareBp: number): boolean {
  return unitOf(division, personId) * 10_000 < shareBp;
}

/** Where a person falls, from 0 (inclusive) to 1 (exclusive). */
function unitOf({ shopId, experimentKey }: Division, personId: string): number {
  return murmur32(`${shopId}|${experimentKey}|${personId}`) / 2 ** 32;
}

/**
 * MurmurHash3 x86 32-bit with seed 0 of a text's UTF-16 units, each as two bytes.
 *
 * Source: https://github.com/aappleby/smhasher (public domain).
 */
export function murmur32(text: string): number {
  let hash = 0;
  const even = text.length & ~1;
  for (let at = 0; at < even; at += 2) {
    hash ^= mixed(text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16));
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  if (even < text.length) hash ^= mixed(text.charCodeAt(even));
  hash ^= text.length * 2;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function mixed(block: number): number {
  const first = Math.imul(block, 0xcc9e2d51);
  return Math.imul((first << 15) | (first >>> 17), 0x1b873593);
}
