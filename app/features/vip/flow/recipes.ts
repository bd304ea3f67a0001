import type { FlowRecipe } from "~/engine/flows/contribution";
import { FlowDefinitionSchema } from "~/engine/flows/definition";

type Recipe = { key: string; moves: readonly string[]; templateKey: string };

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
        steps: [
          { id: "morning", kind: "delay", delay: { kind: "time-of-day", time: "10:00" } },
          {
            id: "mail",
            kind: "action",
            action: "messages.send",
            settings: { templateKey, topic: "loyalty" },
          },
        ],
      }),
  };
}

export const vipRecipes: readonly FlowRecipe[] = [
  mailAbout({ key: "vip.welcome", moves: ["reached", "raised"], templateKey: "vip-welcome" }),
  mailAbout({ key: "vip.tier-lost", moves: ["lowered", "lost"], templateKey: "tier-lost" }),
];
