import { z } from "zod";

import type { DevStore } from "../../dev-store/start";
import { askAsMerchant, readAsMerchant } from "./merchant";

/* What a merchant types into the pages of points, referrals and tiers. */

const POINTS = {
  ...{ isEnabled: true, endsOn: "", isOrderOn: true, points: "1", per: "1", rounding: "down", counts: [] },
  ...{ excluded: [], tiers: [], goods: [], periods: [] },
  doings: ["sign-up", "anniversary", "birthday"].map((kind) => ({
    ...{ id: kind, kind, key: "", isOn: true, points: "50" },
    ...{ onceInDays: "", title: "", titles: {} },
  })),
  rewards: [
    {
      ...{
        id: "five-off",
        title: "5 off",
        titles: {},
        kind: "amount",
        isOn: true,
        endsOn: "",
        price: "fixed",
      },
      ...{ costPoints: "60", value: "5", percent: "", stepPoints: "", valuePerStep: "", minPoints: "" },
      ...{ maxPoints: "", productGid: "", minimum: "", validDays: "30" },
    },
  ],
  ...{ debtPolicy: "debt", manualLimitPoints: "1000", hundredPoints: "1" },
  ...{ pointsPerDay: "", earningsPerDay: "", outlierTimes: "" },
};

/** How long points of an order wait, how long points last, and how long before their end people are told. */
export type PointsTerms = { holdingDays: string; expiryMonths: string; noticeDays: string };

/** Gives points from now on. */
export async function switchPointsOn(devStore: DevStore, terms: PointsTerms): Promise<void> {
  await askAsMerchant(devStore, "/app/loyalty.data", { form: JSON.stringify({ ...POINTS, ...terms }) });
}

/** Lets members recommend the shop; who does is rewarded three days after the friend's order. */
export async function switchReferralsOn(devStore: DevStore): Promise<void> {
  await askAsMerchant(devStore, "/app/referrals/settings.data", {
    ...{ isEnabled: "true", friendKind: "percentage", friendPercent: "15", friendAmount: "", minimum: "" },
    ...{ rewardKind: "percentage", rewardPercent: "10", rewardAmount: "", validDays: "60", holdDays: "3" },
    ...{ onlyFirstOrder: "true", onlyBuyers: "true", household: "review", monthlyCap: "", lifetimeCap: "" },
  });
}

const SendingPageSchema = z.object({ settings: z.record(z.unknown()) });

/** Lets people tell their birthday where they choose what they are sent. */
export async function askForBirthdays(devStore: DevStore): Promise<void> {
  const page = "/app/settings/sending.data";
  const shown = await readAsMerchant(devStore, page, "routes/app.settings_.sending");
  const { settings } = SendingPageSchema.parse(shown);
  await askAsMerchant(devStore, page, { settings: JSON.stringify({ ...settings, asksBirthday: true }) });
}

const VipPageSchema = z.object({
  page: z.object({
    settings: z.object({
      window: z.object({ kind: z.string(), days: z.number().optional() }),
      tiers: z.array(
        z.object({
          ...{ id: z.string(), name: z.string(), tag: z.string() },
          ...{ minOrderCount: z.number().nullable(), minNetMinor: z.number().nullable() },
        }),
      ),
    }),
  }),
});

/** Gives the lowest tier a code, and has people told a week before they lose a tier. */
export async function giveTiersMore(devStore: DevStore): Promise<void> {
  const { page } = VipPageSchema.parse(await readAsMerchant(devStore, "/app/vip.data", "routes/app.vip"));
  const { window, tiers } = page.settings;
  const perk = { kind: "percentage", rhythm: "once", value: "10", validDays: "30", text: "" };
  const form = {
    ...{ isEnabled: true, window: window.kind, days: String(window.days ?? ""), mix: "all" },
    ...{ graceDays: "14", noticeDays: "7", withdrawsPerks: true },
    tiers: tiers.map(({ id, name, tag, minOrderCount, minNetMinor }, index) => ({
      ...{ id, name, tag, minOrders: minOrderCount === null ? "" : String(minOrderCount) },
      minSpend: minNetMinor === null ? "" : (minNetMinor / 100).toFixed(2),
      perks: index === 0 ? [{ id: "welcome", ...perk }] : [],
    })),
  };
  await askAsMerchant(devStore, "/app/vip.data", { kind: "save", form: JSON.stringify(form) });
}
