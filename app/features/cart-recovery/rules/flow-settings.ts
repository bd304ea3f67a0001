import type { FlowDefinition, Step } from "~/engine/flows/definition";
import { assertNever } from "~/kit/decision";

import { type CartRecoverySettings, CodeSettingsSchema, LeftSettingsSchema } from "../schema";

const TRIGGER = "cart-recovery.checkout-left";
const GIVE_CODE = "cart-recovery.give-code";

type ActionStep = Extract<Step, { kind: "action" }>;

/** What an automation of reminders says of delay, consent and code. One whose code was taken out gives none: 0 %. */
export function settingsOf({ trigger, steps }: FlowDefinition): Omit<CartRecoverySettings, "enabled"> {
  const left = LeftSettingsSchema.parse(trigger.key === TRIGGER ? trigger.settings : {});
  const [code] = actionsIn(steps).filter(({ action }) => action === GIVE_CODE);
  return { ...left, ...CodeSettingsSchema.parse(code ? code.settings : { percentBp: 0 }) };
}

/** The automation with these settings; whatever else a merchant made of it stays. */
export function withSettings(
  { trigger, ...definition }: FlowDefinition,
  settings: Omit<CartRecoverySettings, "enabled">,
): FlowDefinition {
  const { delayMinutes, consent, percentBp, validDays, maxCodesPer90Days, firstTimersOnly } = settings;
  const left = trigger.key === TRIGGER ? { ...trigger.settings, delayMinutes, consent } : trigger.settings;
  const code = { percentBp, validDays, maxCodesPer90Days, firstTimersOnly };
  const change = (step: ActionStep): ActionStep => {
    if (step.action === GIVE_CODE) return { ...step, settings: { ...step.settings, ...code } };
    const isReminder = step.action === "messages.send" && step.settings.topic === "cart";
    return isReminder ? { ...step, settings: { ...step.settings, consent } } : step;
  };
  return {
    ...definition,
    trigger: { ...trigger, settings: left },
    steps: changeActions(definition.steps, change),
  };
}

function actionsIn(steps: readonly Step[]): ActionStep[] {
  const found: ActionStep[] = [];
  changeActions(steps, (step) => {
    found.push(step);
    return step;
  });
  return found;
}

function changeActions(steps: readonly Step[], change: (step: ActionStep) => ActionStep): Step[] {
  const inside = (inner: readonly Step[]) => changeActions(inner, change);
  return steps.map((step): Step => {
    switch (step.kind) {
      case "action":
        return change(step);
      case "branch":
        return { ...step, yes: inside(step.yes), no: inside(step.no) };
      case "wait":
        return { ...step, happened: inside(step.happened), timedOut: inside(step.timedOut) };
      case "split":
        return { ...step, arms: step.arms.map((arm) => ({ ...arm, steps: inside(arm.steps) })) };
      case "delay":
      case "holdout":
      case "end":
        return step;
      default:
        return assertNever(step);
    }
  });
}
