import { z } from "zod";

import type { ActionResult, FlowAction, SimulatedResult } from "~/engine/flows/contribution";
import type { FlowDefinition } from "~/engine/flows/definition";
import type { Db } from "~/platform/db.server";

import { award } from "../awards/award.server";
import { findRule } from "../awards/rules";
import { findProgramme } from "../settings/active.server";
import { DOING_KINDS, LIMITS } from "../settings/schema";

const MOST_KEY = 60;

const AwardSchema = z.object({
  /** As many as it says, or as a rule of the programme gives. */
  by: z.enum(["points", "rule"]).default("points"),
  points: z
    .number({ message: "not-a-number" })
    .int("not-whole")
    .min(LIMITS.points.min, "out-of-range")
    .max(LIMITS.points.max, "out-of-range")
    .default(100),
  rule: z.enum(DOING_KINDS).default("custom"),
  /** Of rules of one kind: which. */
  key: z.string().trim().max(MOST_KEY).default(""),
});
type AwardSettings = z.infer<typeof AwardSchema>;

/** Gives points, once per run and step. */
export const awardPoints: FlowAction<AwardSettings> = {
  key: "loyalty.award-points",
  textNamespace: "loyalty",
  needsCustomer: true,
  schema: AwardSchema,
  fields: [
    { name: "by", kind: "choice", values: ["points", "rule"] },
    { name: "points", kind: "count", ...LIMITS.points, when: { field: "by", is: "points" } },
    { name: "rule", kind: "choice", values: DOING_KINDS, when: { field: "by", is: "rule" } },
    { name: "key", kind: "text", maxLength: MOST_KEY, when: { field: "by", is: "rule" } },
  ],
  // Whoever earns by this would begin it again, for ever.
  findProblems: (_db, { settings, definition, stepId }) =>
    Promise.resolve(
      begetsItself(settings, definition.trigger)
        ? [{ place: `steps.${stepId}.settings.by`, code: "points-beget-points" }]
        : [],
    ),
  findNotices: async (db, { shopId, settings, now }) =>
    (await pointsOf(db, { shopId, settings, now })) === null ? [{ place: "by", code: "awards-nothing" }] : [],
  perform: async (tx, { shopId, settings, runs, now }) => {
    const results: ActionResult[] = [];
    for (const { customerId, effectKey } of runs) {
      if (customerId === null) throw new Error(`run of "${effectKey}" gives points to nobody`);
      const what =
        settings.by === "points"
          ? ({ kind: "gift", points: settings.points } as const)
          : { kind: settings.rule, key: settings.key };
      const occasion = { shopId, customerId, occasionKey: effectKey, happenedAt: null, now };
      const result = await award(tx, { ...occasion, what });
      results.push(
        result.kind === "awarded"
          ? done(result.points)
          : result.reason === "had"
            ? { kind: "skipped", reason: "flow-had" }
            : { kind: "skipped", reason: `flow-${result.reason}` },
      );
    }
    return results;
  },
  simulate: async (db, { shopId, settings, runs, now }) => {
    const points = await pointsOf(db, { shopId, settings, now });
    const result = points === null ? ({ kind: "skipped", reason: "flow-no-rule" } as const) : done(points);
    return runs.map((): SimulatedResult => ({ result, at: now }));
  },
};

function begetsItself(given: AwardSettings, { key, settings }: FlowDefinition["trigger"]): boolean {
  const { events, kinds } = settings;
  if (key === "events.happened") return Array.isArray(events) && events.includes("points.earned");
  if (key !== "loyalty.points-earned") return false;
  const isAny = !Array.isArray(kinds) || kinds.length === 0;
  return isAny || kinds.includes(given.by === "points" ? "gift" : given.rule);
}

function done(points: number) {
  const params = { count: points };
  return { kind: "done", reason: "flow-awarded", outcome: "awarded", params, context: { points } } as const;
}

/** How many it would give; null while the programme is off, or has no such rule. */
async function pointsOf(
  db: Db,
  { shopId, settings, now }: { shopId: string; settings: AwardSettings; now: Date },
): Promise<number | null> {
  const programme = await findProgramme(db, { shopId, now });
  if (!programme?.isActive) return null;
  if (settings.by === "points") return settings.points;
  return findRule(programme.settings.doings, { kind: settings.rule, key: settings.key })?.points ?? null;
}
