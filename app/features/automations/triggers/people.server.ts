import type { Condition } from "~/engine/facts/condition";
import { listMatching } from "~/engine/facts/queries.server";
import type { Db } from "~/platform/db.server";

/** Of which shop, in which zone its days begin, and of which instant. */
export type Asked = { shopId: string; zone: string; condition: Condition; at: Date };

const PAGE = 5_000;

/** Everybody whom a condition holds of, in pages in the order of their ids. */
export async function* pagesOfPeople(db: Db, asked: Asked): AsyncGenerator<string[]> {
  for (let after: string | null = null; ;) {
    const page = await listMatching(db, { ...asked, limit: PAGE, afterCustomerId: after });
    yield page;
    if (page.length < PAGE) return;
    after = page.at(-1) ?? null;
  }
}

/** Everybody whom a condition holds of. */
export async function listPeople(db: Db, asked: Asked): Promise<string[]> {
  const people: string[] = [];
  for await (const page of pagesOfPeople(db, asked)) people.push(...page);
  return people;
}
