import type { Db } from "~/platform/db.server";

import { customerMetafields } from "../registry.server";
import { isRight, type Values } from "../rules";
import { listTold } from "./repository.server";

type People = { shopId: string; customerIds: readonly string[]; now: Date };

/** A customer, what the store was told of them, and what it should be told. */
export type Told = { customerId: string; gid: string; written: Values; desired: Values };

/** Those of the customers of whom the store should be told something else than it was. */
export async function listWrong(db: Db, people: People): Promise<Told[]> {
  const told = await listTold(db, people);
  const desired = await presentAll(db, { ...people, customerIds: told.map(({ customerId }) => customerId) });
  return told
    .map((one) => ({ ...one, desired: desired.get(one.customerId) ?? {} }))
    .filter(({ desired: wanted, written }) => !isRight(wanted, written));
}

async function presentAll(db: Db, people: People): Promise<Map<string, Record<string, string>>> {
  const all = new Map<string, Record<string, string>>();
  if (people.customerIds.length === 0) return all;
  for (const { key, present } of customerMetafields()) {
    for (const [customerId, value] of await present(db, people)) {
      if (value !== null) all.set(customerId, { ...all.get(customerId), [key]: value });
    }
  }
  return all;
}
