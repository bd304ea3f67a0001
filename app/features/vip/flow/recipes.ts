import type { FlowRecipe } from "~/engine/flows/contribution";
import { FlowDefinitionSchema } from "~/engine/flows/definition";

type Recipe = { key: string; moves: readonly string[]; templateKey: string };

const MORNING = { id: "morning", kind: "delay", delay: { kind: "time-of-day", time: "10:00" } };

function mail(templateKey: string) {
  return { id: "mail", kind: "action", action: "messages.send", settings: { templateKey, topic: "loyalty" } };
}

/** The mail of a move, in the morning; whoever moves on before gets the one of the later move. */
function mailAbout({ key, moves, templateKey }: Recipe): FlowRecipe {
  return {
    key,
    textNamespace: "vip",
    stage: "vip",
    definitionOf: () =>
      FlowDefinitionSchema.parse({
        trigger: { key: "vip.tier-changed", settings: { moves } },
        exits: [{ id: "moved", when: { kind: "event", events: ["vip.tier-changed"] } }],
        steps: [MORNING, mail(templateKey)],
      }),
  };
}

/** In the morning after the notice; whoever has the tier for good again, or has lost it, gets none. */
const demotionNotice: FlowRecipe = {
  key: "vip.demotion-notice",
  textNamespace: "vip",
  stage: "vip",
  definitionOf: () =>
    FlowDefinitionSchema.parse({
      trigger: { key: "vip.demotion-coming", settings: {} },
      exits: [
        { id: "averted", when: { kind: "event", events: ["vip.demotion-averted"] } },
        { id: "moved", when: { kind: "event", events: ["vip.tier-changed"] } },
      ],
      steps: [MORNING, mail("tier-ending")],
    }),
};

/** The mail with the code of a perk. */
const perkCode: FlowRecipe = {
  key: "vip.perk-code",
  textNamespace: "vip",
  stage: "vip",
  definitionOf: () =>
    FlowDefinitionSchema.parse({
      trigger: { key: "vip.perk-given", settings: {} },
      exits: [{ id: "withdrawn", when: { kind: "event", events: ["vip.perk-withdrawn"] } }],
      steps: [MORNING, mail("vip-perk")],
    }),
};

export const vipRecipes: readonly FlowRecipe[] = [
  mailAbout({ key: "vip.welcome", moves: ["reached", "raised"], templateKey: "vip-welcome" }),
  mailAbout({ key: "vip.tier-lost", moves: ["lowered", "lost"], templateKey: "tier-lost" }),
  demotionNotice,
  perkCode,
];
