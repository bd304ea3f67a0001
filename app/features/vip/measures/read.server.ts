import { z } from "zod";

import type { RfmBounds } from "~/kit/rfm";
import type { Db, Tx } from "~/platform/db.server";
import { readSetting, writeSetting } from "~/shops/settings.server";

import { measuresIn, NO_FACTS, type TierFacts, windowStart } from "../rules";
import type { Measure, VipSettings } from "../schema";

import { hasPoints, readPoints } from "./points.server";
import {
  type Among,
  findGrossMargin,
  findRfmBounds,
  readMargins,
  readPurchases,
  readRfmScores,
} from "./repository.server";

const FourSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]);

/** Key of the bounds of RFM that everybody is judged by until the next sweep. */
const BOUNDS_KEY = "vip-rfm";
const BoundsSchema = z.object({
  bounds: z.object({ days: FourSchema, orders: FourSchema, netMinor: FourSchema }).nullable().default(null),
});

/** What can be told of customers: margin needs the shop's own, points a programme. */
export async function findAvailable(db: Db, { shopId }: { shopId: string }): Promise<Measure[]> {
  const margin = await findGrossMargin(db, { shopId });
  return [
    "orders",
    "spend",
    ...(margin === null ? [] : (["margin"] as const)),
    ...(hasPoints() ? (["points"] as const) : []),
    "rfm",
  ];
}

/** What the tiers ask for and nobody can tell: while there is something, nobody is moved. */
export async function findUnavailable(
  db: Db,
  { shopId, settings }: { shopId: string; settings: Pick<VipSettings, "tiers"> },
): Promise<Measure[]> {
  const available = await findAvailable(db, { shopId });
  return [...measuresIn(settings)].filter((measure) => !available.includes(measure));
}

/** Takes the bounds of RFM anew; all are judged by them until the next time. */
export async function renewBounds(
  tx: Tx,
  { shopId, settings, now }: { shopId: string; settings: VipSettings; now: Date },
): Promise<void> {
  if (!measuresIn(settings).has("rfm")) return;
  const bounds = await findRfmBounds(tx, { shopId, now });
  await writeSetting(tx, { shopId, key: BOUNDS_KEY, value: { bounds }, now });
}

async function findBounds(db: Db, { shopId, now }: { shopId: string; now: Date }): Promise<RfmBounds> {
  const { bounds } = await readSetting(db, { shopId, key: BOUNDS_KEY, schema: BoundsSchema });
  return bounds ?? findRfmBounds(db, { shopId, now });
}

type Asked = Among & {
  zone: string;
  settings: VipSettings;
  /** `fresh`: as the buyers are now, for what is only looked at. */
  bounds: Bounds;
  now: Date;
};

/** The bounds of RFM: which ones, or those that were found already. */
export type Bounds = "kept" | "fresh" | RfmBounds;

/** The bounds themselves, to judge by them again and again; as they were named where no tier asks for RFM. */
export async function settleBounds(
  db: Db,
  { shopId, settings, bounds, now }: Omit<Asked, "customerIds">,
): Promise<Bounds> {
  if (typeof bounds !== "string" || !measuresIn(settings).has("rfm")) return bounds;
  return bounds === "fresh" ? findRfmBounds(db, { shopId, now }) : findBounds(db, { shopId, now });
}

/** What the tiers count of customers; only what they ask for is read. Who has nothing of it is not in it. */
export async function readTierFacts(db: Db, asked: Asked): Promise<Map<string, TierFacts>> {
  const { shopId, customerIds, zone, settings, now } = asked;
  const since = windowStart(settings.window, { zone, now });
  const measures = measuresIn(settings);
  const facts = new Map<string, TierFacts>();
  const put = (customerId: string, part: Partial<TierFacts>) =>
    facts.set(customerId, { ...NO_FACTS, ...facts.get(customerId), ...part });
  const among = { shopId, customerIds, since };
  for (const [customerId, bought] of await readPurchases(db, among)) put(customerId, bought);
  const grossMarginBp = measures.has("margin") ? await findGrossMargin(db, { shopId }) : null;
  if (grossMarginBp !== null)
    for (const [customerId, marginMinor] of await readMargins(db, { ...among, grossMarginBp }))
      put(customerId, { marginMinor });
  if (measures.has("points") && hasPoints())
    for (const [customerId, points] of await readPoints(db, { ...among, zone, now }))
      put(customerId, { points });
  if (measures.has("rfm")) {
    const bounds = (await settleBounds(db, asked)) as RfmBounds;
    for (const [customerId, rfmScore] of await readRfmScores(db, { shopId, customerIds, now, bounds }))
      put(customerId, { rfmScore });
  }
  return facts;
}
