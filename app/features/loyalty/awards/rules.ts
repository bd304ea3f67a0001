import type { DoingKind, DoingRule } from "../settings/schema";

export type AwardRefusal =
  "programme-off" | "before-programme" | "customer-unknown" | "no-rule" | "had" | "too-soon";

/** The rule of something done: one that names its key before one for any. Null: it earns nothing. */
export function findRule(
  rules: readonly DoingRule[],
  { kind, key }: { kind: DoingKind; key: string },
): DoingRule | null {
  const ofKind = rules.filter((rule) => rule.isOn && rule.kind === kind);
  return (
    ofKind.find((rule) => rule.key !== "" && rule.key === key) ??
    ofKind.find((rule) => rule.key === "") ??
    null
  );
}
