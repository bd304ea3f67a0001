const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;
const RANGE = 2 ** 32;

/** Whether a browser is counted when of a hundred so many are. The app holds it to the same rule; a test compares them. */
export function isInSample(client: string, percent: number): boolean {
  let hash = OFFSET;
  for (let index = 0; index < client.length; index++)
    hash = Math.imul(hash ^ client.charCodeAt(index), PRIME);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (((hash ^ (hash >>> 16)) >>> 0) / RANGE) * 100 < percent;
}
