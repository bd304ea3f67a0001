import { z } from "zod";

export const MANUAL_LIMITS = { reasonLength: 300, days: { min: 1, max: 3_650 } } as const;

const { days } = MANUAL_LIMITS;

/** What the staff asks for on a customer's page. A tier given by hand lasts to the end of its day. */
export const ManualActionSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("give-tier"),
    tierId: z.string().min(1).max(40),
    reason: z.string().trim().min(1, "reason-missing").max(MANUAL_LIMITS.reasonLength, "reason-long"),
    /** YYYY-MM-DD in the shop's zone. */
    until: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "until-missing"),
  }),
  z.object({ kind: z.literal("take-tier") }),
]);
export type ManualAction = z.infer<typeof ManualActionSchema>;

export type ManualProblem = { field: "reason" | "until" | "tierId"; code: string };
export type ManualAnswer =
  | { outcome: "given" | "taken" }
  | { outcome: "invalid"; problems: ManualProblem[] }
  | { outcome: "not-possible" };

/** Reads what was sent; what is wrong is told by field. */
export function parseManualAction(
  form: Readonly<Record<string, unknown>>,
): { ok: true; action: ManualAction } | { ok: false; problems: ManualProblem[] } {
  const parsed = ManualActionSchema.safeParse(form);
  if (parsed.success) return { ok: true, action: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }): ManualProblem => {
    const field = FIELDS.find((name) => name === path[0]);
    return field && message.includes("-")
      ? { field, code: message }
      : { field: field ?? "tierId", code: "unreadable" };
  });
  return { ok: false, problems };
}

const FIELDS = ["tierId", "reason", "until"] as const;

/** Whether a day is one a tier may be given until: a real one, after today and within ten years. */
export function isLastDay(day: string, today: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day) return false;
  const ahead = Math.round((at - Date.parse(`${today}T00:00:00Z`)) / 86_400_000);
  return ahead >= days.min && ahead <= days.max;
}

/** Where a customer stands in the programme, for their page. */
export type VipStanding = {
  tierName: string | null;
  /** ISO instants. */
  since: string | null;
  /** When the tier ends as things stand, and why it would. */
  endsAt: string | null;
  isByHand: boolean;
  manual: { tierName: string; reason: string; untilAt: string; isOver: boolean; givenAt: string } | null;
  /** What can be given: tiers, from the lowest. Empty while the programme is off. */
  tiers: { id: string; name: string }[];
  /** First and last day that can be chosen. */
  firstDay: string;
  lastDay: string;
};
