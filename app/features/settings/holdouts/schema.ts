import { type ExperimentSettings, ExperimentSettingsSchema, SHARE_LIMITS } from "~/engine/experiments/schema";
import type { FlowState } from "~/engine/flows/schema";
import { writeTypedNumber } from "~/kit/typed-amount";

/** The form as it is typed; shares in per cent. */
export type HoldoutsForm = {
  global: { isOn: boolean; share: string };
  flow: { isOn: boolean; share: string };
  flowsWithout: string[];
  windowDays: string;
};

/** Codes of what is wrong, by the field's path: `global.share`. */
export type HoldoutsErrors = Partial<Record<string, string>>;

export type HoldoutsPageData = {
  settings: ExperimentSettings;
  flows: { id: string; name: string; state: FlowState }[];
  /** Who is in the comparison of everything so far; null before the first. */
  comparison: { controlCount: number; treatedCount: number; startedAt: string } | null;
};

export const SHARE_RANGE = { min: SHARE_LIMITS.min / 100, max: SHARE_LIMITS.max / 100 } as const;

/** Settings as the form shows them to a reader of `locale`. */
export function formOfHoldouts(
  { global, flow, flowsWithout, windowDays }: ExperimentSettings,
  locale: string,
): HoldoutsForm {
  const shown = ({ isOn, shareBp }: ExperimentSettings["global"]) => ({
    isOn,
    share: writeTypedNumber(shareBp / 100, locale),
  });
  return { global: shown(global), flow: shown(flow), flowsWithout, windowDays: String(windowDays) };
}

/** Reads the form as it was sent: JSON in the field `settings`. A share may be typed with a comma. */
export function parseHoldoutsForm(
  form: FormData,
): { ok: true; value: ExperimentSettings } | { ok: false; errors: HoldoutsErrors } {
  const typed = parseJson(form.get("settings"));
  const parsed = ExperimentSettingsSchema.safeParse({
    ...typed,
    global: holdoutOf(typed.global),
    flow: holdoutOf(typed.flow),
    windowDays: numberOf(typed.windowDays),
  });
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors = parsed.error.issues.map(({ path, message }) => [fieldOf(path), message] as const);
  return { ok: false, errors: Object.fromEntries(errors) };
}

const fieldOf = (path: readonly (string | number)[]) => path.join(".").replace("shareBp", "share");

function holdoutOf(typed: unknown): unknown {
  if (typeof typed !== "object" || typed === null) return typed;
  const { isOn, share } = typed as Record<string, unknown>;
  const percent = numberOf(share);
  // Hundredths of a per cent: 2.5 × 100 is not always 250 in floating point.
  return { isOn, shareBp: percent === null ? null : Number((percent * 100).toFixed(6)) };
}

function numberOf(typed: unknown): number | null {
  const text = typeof typed === "string" ? typed.trim().replace(",", ".") : "";
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : null;
}

function parseJson(text: FormDataEntryValue | null): Record<string, unknown> {
  try {
    const value: unknown = typeof text === "string" ? JSON.parse(text) : null;
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
