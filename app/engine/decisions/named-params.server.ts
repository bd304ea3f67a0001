import type { Db } from "~/platform/db.server";

import type { DecisionParams } from "./schema";

/** What the keys are called that a param of sentences holds. */
export type DecisionNames = {
  /** Such as `template`. */
  param: string;
  /** By key; those without a name stay as they are. Reads only. */
  listNames: (
    db: Db,
    asked: { shopId: string; keys: readonly string[] },
  ) => Promise<ReadonlyMap<string, string>>;
};

let known: readonly DecisionNames[] = [];

/** Makes known what keys in sentences are called; called once by the composition. */
export function registerDecisionNames(all: readonly DecisionNames[]): void {
  known = all;
}

/** Params of sentences with names in the place of keys, asked once per kind of key. */
export async function withNames(
  db: Db,
  { shopId, params }: { shopId: string; params: readonly DecisionParams[] },
): Promise<DecisionParams[]> {
  let named = [...params];
  for (const { param, listNames } of known) {
    const keys = [...new Set(named.flatMap(({ [param]: key }) => (typeof key === "string" ? key : [])))];
    if (keys.length === 0) continue;
    const names = await listNames(db, { shopId, keys });
    named = named.map((one) => {
      const name = names.get(String(one[param]));
      return name === undefined ? one : { ...one, [param]: name };
    });
  }
  return named;
}
