import type { CustomerChange } from "../../customers/schema";

/** Customers whose mention has been handed on; forgotten now and then, as memory is not endless. */
const MOST_MENTIONED = 200_000;
const LONGEST_EXACT = 15;

/** Lets each mention of a customer through once: what they say is the same, but for an address. */
export class Mentions {
  private named = new Set<number | string>();
  private addressed = new Set<number | string>();

  isNew(mention: CustomerChange): boolean {
    if (mention.kind !== "mention") return false;
    const known = mention.person.email ? this.addressed : this.named;
    const key = keyOf(mention.gid);
    if (known.has(key)) return false;
    if (known.size >= MOST_MENTIONED) known.clear();
    known.add(key);
    return true;
  }
}

/** Numbers take a fraction of the room of texts. */
function keyOf(gid: string): number | string {
  const number = gid.slice(gid.lastIndexOf("/") + 1);
  return number.length <= LONGEST_EXACT ? Number(number) : gid;
}
