import { z } from "zod";

import type { ActingRun, FlowAction, SimulatedResult } from "~/engine/flows/contribution";
import type { FlowProblem } from "~/engine/flows/definition";
import type { SettingField } from "~/engine/flows/setting-field";
import { startOfDay } from "~/kit/day-start";
import { addDays, dayIn } from "~/kit/zone";
import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";
import { readSetting } from "~/shops/settings.server";

import { upsertManualTier } from "../manual/repository.server";
import { MANUAL_LIMITS } from "../manual/schema";
import { moveCustomers } from "../moves.server";
import { listManualTiers, listMemberships } from "../repository.server";
import { decideGift, type GiftDecision, tierOfWish, type Wish } from "../rules/by-hand";
import { VIP_SETTINGS_KEY, VipSettingsSchema } from "../schema";

const LONGEST = MANUAL_LIMITS.days;
const USUAL_DAYS = 365;

const GiftSchema = z.object({
  /** Until the end of the day so many days ahead, in the shop's zone; null: as long as the staff may give one. */
  days: z.number().int().min(LONGEST.min).max(LONGEST.max).nullable().default(USUAL_DAYS),
  /** For the team; without one it cannot be published. */
  reason: z.string().trim().max(MANUAL_LIMITS.reasonLength).default(""),
});
const TierGiftSchema = GiftSchema.extend({
  /** Its name, or its tag. */
  tier: z.string().trim().max(40).default(""),
});
type Gift = z.infer<typeof GiftSchema>;

const GIFT_FIELDS: readonly SettingField[] = [
  { name: "days", kind: "optional-count", ...LONGEST, initial: USUAL_DAYS },
  { name: "reason", kind: "text", maxLength: MANUAL_LIMITS.reasonLength },
];

/** Gives the person a tier until a day, as the staff does by hand. */
export const setTier: FlowAction<z.infer<typeof TierGiftSchema>> = {
  key: "vip.set-tier",
  schema: TierGiftSchema,
  fields: [{ name: "tier", kind: "text", maxLength: 40 }, ...GIFT_FIELDS],
  ...giving(({ tier }) => ({ kind: "tier", name: tier })),
};

/** Makes the person a VIP: the lowest tier, for whoever has none. */
export const markVip: FlowAction<Gift> = {
  key: "vip.mark",
  schema: GiftSchema,
  fields: GIFT_FIELDS,
  ...giving(() => ({ kind: "any" })),
};

type Giving<Settings> = Omit<FlowAction<Settings>, "key" | "schema" | "fields">;

function giving<Settings extends Gift>(wishOf: (settings: Settings) => Wish): Giving<Settings> {
  return {
    textNamespace: "vip",
    needsCustomer: true,
    findProblems: async (db, { shopId, settings, stepId }) => {
      const place = (field: string) => `steps.${stepId}.settings.${field}`;
      const wish = wishOf(settings);
      const problems: FlowProblem[] = [];
      if (!tierOfWish(wish, await readVip(db, shopId)))
        problems.push({
          ...{ place: place("tier"), code: "tier-unknown" },
          params: { tier: wish.kind === "tier" ? wish.name : "" },
        });
      if (settings.reason === "") problems.push({ place: place("reason"), code: "tier-reason-missing" });
      return problems;
    },
    perform: async (tx, { shopId, settings, runs, now }) => {
      const { decisions, until } = await judge(tx, { shopId, wish: wishOf(settings), settings, runs, now });
      const { reason } = settings;
      // One look at each, though several runs of theirs may be here.
      const causes = new Map<string, string>();
      for (const { run, decision } of decisions) {
        if (decision.kind !== "give") continue;
        const customerId = run.customerId ?? "";
        const given = { tierId: decision.tier.id, reason, until, staffId: null, givenAt: now };
        await upsertManualTier(tx, { shopId, customerId, ...given });
        causes.set(customerId, `manual:${run.effectKey}`);
      }
      const looks = [...causes].map(([customerId, cause]) => ({ customerId, cause }));
      if (looks.length > 0) await moveCustomers(tx, { shopId, looks, now });
      return decisions.map(({ decision }) => resultOf(decision, settings));
    },
    simulate: async (db, { shopId, settings, runs, now }) => {
      const { decisions } = await judge(db, { shopId, wish: wishOf(settings), settings, runs, now });
      return decisions.map(({ decision }): SimulatedResult => ({
        result: resultOf(decision, settings),
        at: now,
      }));
    },
  };
}

const readVip = (db: Db, shopId: string) =>
  readSetting(db, { shopId, key: VIP_SETTINGS_KEY, schema: VipSettingsSchema });

type Asked = { shopId: string; wish: Wish; settings: Gift; runs: readonly ActingRun[]; now: Date };

/** What becomes of each run's person, in the order of the runs. */
async function judge(db: Db, { shopId, wish, settings: { days }, runs, now }: Asked) {
  const { ianaTimezone: zone } = await getShop(db, { shopId });
  const until = startOfDay(zone, addDays(dayIn(zone, now), (days ?? LONGEST.max) + 1));
  const customerIds = runs.flatMap(({ customerId }) => customerId ?? []);
  const vip = await readVip(db, shopId);
  const held = await listMemberships(db, { shopId, customerIds });
  const manual = await listManualTiers(db, { shopId, customerIds });
  const decisions = runs.map((run) => {
    const id = run.customerId ?? "";
    const standing = { wish, until, held: held.get(id) ?? null, manual: manual.get(id) ?? null };
    return { run, decision: decideGift(standing, vip, now) };
  });
  return { decisions, until };
}

function resultOf(decision: GiftDecision, { days }: Gift): SimulatedResult["result"] {
  switch (decision.kind) {
    case "give": {
      const params = { tier: decision.tier.name, count: days ?? LONGEST.max };
      return { kind: "done", reason: "flow-tier-given", outcome: "moved", params };
    }
    case "off":
      return { kind: "skipped", reason: "flow-tier-off" };
    case "had":
    case "has-more":
    case "unknown":
      return { kind: "skipped", reason: `flow-tier-${decision.kind}`, params: { tier: decision.tierName } };
  }
}
