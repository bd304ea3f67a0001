import type { Db } from "~/platform/db.server";

import { type Bounds, findUnavailable, readTierFacts, settleBounds } from "./measures/read.server";
import type { Among } from "./measures/repository.server";
import { listIntendedTags, listKnownIds, listManualTiers, listMemberships } from "./repository.server";
import { NO_FACTS } from "./rules";
import { judge, type Judgement } from "./rules/judge";
import type { VipSettings } from "./schema";

type Asked = Among & {
  zone: string;
  settings: VipSettings;
  /** Of RFM: as kept by the last sweep, or as the buyers are now. */
  bounds: Bounds;
  now: Date;
};

/**
 * Where customers belong: those asked for, or everybody of whom there is anything to say. Null: the tiers ask for what
 * cannot be told here, so nobody can be judged.
 */
export async function judgeCustomers(db: Db, asked: Asked): Promise<Map<string, Judgement> | null> {
  const { shopId, customerIds, settings, now } = asked;
  if ((await findUnavailable(db, { shopId, settings })).length > 0) return null;
  const among = { shopId, customerIds };
  const facts = await readTierFacts(db, asked);
  const held = await listMemberships(db, among);
  const manual = await listManualTiers(db, among);
  const tags = await listIntendedTags(db, among);
  const ids = customerIds ?? new Set([...facts.keys(), ...held.keys(), ...manual.keys(), ...tags.keys()]);
  return new Map(
    [...ids].map((customerId) => {
      const situation = {
        facts: facts.get(customerId) ?? NO_FACTS,
        held: held.get(customerId) ?? null,
        manual: manual.get(customerId) ?? null,
        intendedTag: tags.get(customerId) ?? null,
      };
      return [customerId, judge(situation, settings, now)];
    }),
  );
}

/** People judged at once: a shop may have a million. */
const AT_ONCE = 5_000;

/** `judgeCustomers` of everybody whom the shop knows, some at a time; of nobody while nobody can be judged. */
export async function* judgeKnown(
  db: Db,
  asked: Omit<Asked, "customerIds">,
  atOnce = AT_ONCE,
): AsyncGenerator<Map<string, Judgement>, void> {
  const { shopId } = asked;
  const bounds = await settleBounds(db, asked);
  for (let afterId = ""; ;) {
    const customerIds = await listKnownIds(db, { shopId, afterId, limit: atOnce });
    const judged = await judgeCustomers(db, { ...asked, bounds, customerIds });
    const last = customerIds.at(-1);
    if (!judged || last === undefined) return;
    yield judged;
    afterId = last;
  }
}
