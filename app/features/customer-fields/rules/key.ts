import { FIELD_LIMITS } from "../schema";

/**
 * A key for a field of this name: letters of the Latin alphabet without their marks, digits and hyphens; numbered where
 * there is one like it. `field` where the name has none of them.
 */
export function keyFor(name: string, taken: ReadonlySet<string>): string {
  const letters = name
    .normalize("NFKD")
    .replace(/ł/gi, "l")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-");
  const base = trimmed(letters.slice(0, FIELD_LIMITS.keyLength)) || "field";
  let key = base;
  for (let number = 2; taken.has(key); number += 1) {
    const ending = `-${number}`;
    key = `${trimmed(base.slice(0, FIELD_LIMITS.keyLength - ending.length))}${ending}`;
  }
  return key;
}

function trimmed(key: string): string {
  return key.replace(/^-+|-+$/g, "");
}
