/*
 * Where the triggers of Shopify Flow come from. What begins automations begins workflows too, and knows the same: the
 * triggers of flows are asked, so that an anniversary or a lapse means one thing.
 */
import type { Entry } from "~/engine/flows/contribution";

import type { FlowProperties, TriggerHandle } from "../schema";

export type Source = {
  handle: TriggerHandle;
  /** A trigger of flows, and its settings. */
  key: string;
  settings: Readonly<Record<string, unknown>>;
  propertiesOf: (entry: Entry) => FlowProperties;
};

/** Flow knows texts, numbers and switches. */
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const numberOf = (value: unknown): number => (typeof value === "number" ? value : 0);

export const SOURCES: readonly Source[] = [
  {
    handle: "points-earned",
    key: "loyalty.points-earned",
    settings: {},
    propertiesOf: ({ context }) => ({ Points: numberOf(context.points), For: textOf(context.sourceKind) }),
  },
  {
    handle: "reward-redeemed",
    key: "loyalty.reward-redeemed",
    settings: {},
    propertiesOf: ({ context }) => ({ Points: numberOf(context.points), Reward: textOf(context.rewardId) }),
  },
  {
    handle: "referral-completed",
    key: "referrals.completed",
    settings: {},
    propertiesOf: ({ context }) => ({ Reward: textOf(context.rewardKind) }),
  },
  {
    handle: "survey-answered",
    key: "events.happened",
    settings: { events: ["message.answered", "survey.answered"] },
    propertiesOf: ({ context }) => ({
      Question: textOf(context.questionKey),
      Answer: textOf(context.answerKey),
    }),
  },
  {
    handle: "tier-changed",
    key: "vip.tier-changed",
    settings: {},
    propertiesOf: ({ context }) => ({
      Tier: textOf(context.tierName),
      "Former tier": textOf(context.formerTierName),
      Move: textOf(context.move),
    }),
  },
  {
    handle: "anniversary",
    key: "anniversaries.registration",
    settings: {},
    propertiesOf: ({ context }) => ({ Years: numberOf(context.years) }),
  },
  {
    handle: "win-back",
    key: "winback.lapsed",
    settings: {},
    propertiesOf: ({ context }) => ({ "Last order": textOf(context.lastOrderAt) }),
  },
  {
    handle: "cart-abandoned",
    key: "browsing.cart-left",
    settings: {},
    propertiesOf: () => ({ Left: "cart" }),
  },
  {
    handle: "cart-abandoned",
    key: "cart-recovery.checkout-left",
    settings: {},
    propertiesOf: () => ({ Left: "checkout" }),
  },
];
