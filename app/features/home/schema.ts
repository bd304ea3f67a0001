import { z } from "zod";

import type { DecisionItem } from "~/engine/decisions/schema";

export const HOME_SETTINGS_KEY = "home";

/** Settings key `home`. */
export const HomeSettingsSchema = z.object({ isGuideDismissed: z.boolean().default(false) });

export const HomeActionSchema = z.object({ kind: z.enum(["dismiss-guide", "show-guide"]) });

/** What the set-up guide looks at. */
export type GuideFacts = {
  /** Of the copy of the store. */
  sync: { percent: number; isComplete: boolean; hasFailed: boolean };
  hasSenderAddress: boolean;
  isVipOn: boolean;
  isRecoveryOn: boolean;
  hasSentMail: boolean;
};

export const GUIDE_STEPS = ["sync", "sender", "vip", "recovery", "mail"] as const;
export type GuideStepName = (typeof GUIDE_STEPS)[number];

export type GuideStep = {
  name: GuideStepName;
  /** `running` goes on by itself, `failed` needs a person. */
  state: "done" | "open" | "running" | "failed";
  /** Whole percent of what runs; null for the rest. */
  percent: number | null;
  /** Where it is done. */
  url: string;
};

export type Guide = { steps: GuideStep[]; doneCount: number; isDismissed: boolean };

export type HomeFigureName = "revenue" | "orders" | "buyers" | "recovered";

/** One figure of the last 30 days. */
export type HomeFigure = {
  name: HomeFigureName;
  unit: "count" | "money";
  value: number | null;
  /** Of the 30 days before; null where that is not known. */
  previous: number | null;
  /** Lists what was counted. */
  url: string;
};

export type HomePageData = {
  shopName: string;
  currencyCode: string;
  guide: Guide;
  figures: HomeFigure[];
  /** How many things wait for a person. */
  waitingCount: number;
  /** The latest, newest first. */
  decisions: DecisionItem[];
  /** ISO instant. */
  asOf: string;
};
