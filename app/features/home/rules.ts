import type { Guide, GuideFacts, GuideStep } from "./schema";

/** The steps of the set-up guide with what has really happened, not what was clicked. */
export function decideGuide(facts: GuideFacts): Omit<Guide, "isDismissed"> {
  const steps: GuideStep[] = [
    syncStep(facts.sync),
    { name: "sender", ...stateOf(facts.hasSenderAddress), url: "/app/settings" },
    { name: "vip", ...stateOf(facts.isVipOn), url: "/app/vip" },
    { name: "recovery", ...stateOf(facts.isRecoveryOn), url: "/app/recovery" },
    { name: "mail", ...stateOf(facts.hasSentMail), url: "/app/recovery" },
  ];
  return { steps, doneCount: steps.filter((step) => step.state === "done").length };
}

function stateOf(isDone: boolean): Pick<GuideStep, "state" | "percent"> {
  return { state: isDone ? "done" : "open", percent: null };
}

function syncStep({ isComplete, hasFailed, percent }: GuideFacts["sync"]): GuideStep {
  const base = { name: "sync", url: "/app/system" } as const;
  if (isComplete) return { ...base, state: "done", percent: null };
  if (hasFailed) return { ...base, state: "failed", percent: null };
  return { ...base, state: "running", percent };
}
