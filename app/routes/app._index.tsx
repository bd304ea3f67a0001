import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";

import { presentDecisions } from "~/engine/decisions/presenter.server";
import { DecisionFilterSchema } from "~/engine/decisions/schema";
import { presentRecoveryFigures } from "~/features/cart-recovery/figures/presenter.server";
import { presentRecoverySettings } from "~/features/cart-recovery/settings/presenter.server";
import { presentGuide } from "~/features/home/presenter.server";
import {
  type GuideFacts,
  HomeActionSchema,
  type HomeFigure,
  type HomePageData,
} from "~/features/home/schema";
import { setGuideDismissed } from "~/features/home/service.server";
import { HomePage } from "~/features/home/ui/HomePage";
import {
  presentDashboardWindow,
  presentKeyFigures,
  recoveryReadings,
} from "~/features/retention/presenter.server";
import type { MetricName } from "~/features/retention/schema";
import { presentGeneralSettings } from "~/features/settings/presenter.server";
import { countDeadLetters, presentSystem } from "~/features/system/presenter.server";
import { presentIsVipOn } from "~/features/vip/presenter.server";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop, type ShopContext } from "~/shops/require-shop.server";

const DECISIONS_SHOWN = 3;
/** In the order they are shown. */
const SHOWN: readonly (readonly [HomeFigure["name"], MetricName, HomeFigure["unit"]])[] = [
  ["revenue", "net-revenue", "money"],
  ["orders", "orders", "count"],
  ["buyers", "buyers", "count"],
  ["recovered", "recovered-revenue", "money"],
];

export async function loader({ request }: LoaderFunctionArgs): Promise<HomePageData> {
  const context = await requireShop(request);
  const { db, shopId, shop, now } = context;
  const { items } = await presentDecisions(db, { shopId }, { filter: DecisionFilterSchema.parse({}) });
  if (items.some(({ customer }) => customer !== null)) await recordAccess(context, "home");
  return {
    shopName: shop.name,
    currencyCode: shop.currencyCode,
    guide: await presentGuide(db, { shopId, facts: await readGuideFacts(context) }),
    figures: await readFigures(context),
    waitingCount: await countDeadLetters(db, { shopId }),
    decisions: items.slice(0, DECISIONS_SHOWN),
    asOf: now.toISOString(),
  };
}

async function readGuideFacts({
  db,
  shopId,
  shop,
  now,
}: ShopContext): Promise<Omit<GuideFacts, "hasSentMail">> {
  const { sync } = await presentSystem(db, { shopId, now });
  const { settings } = await presentGeneralSettings(db, { shopId, shop });
  return {
    sync: { percent: sync.percent, isComplete: sync.isComplete, hasFailed: sync.hasFailed },
    hasSenderAddress: settings.senderAddress !== null,
    isVipOn: await presentIsVipOn(db, { shopId }),
    isRecoveryOn: (await presentRecoverySettings(db, { shopId })).settings.enabled,
  };
}

async function readFigures({ db, shopId, shop, now }: ShopContext): Promise<HomeFigure[]> {
  const asked = { shopId, shop, windowKey: "30", now } as const;
  const { range, current, previous } = await presentDashboardWindow(db, asked);
  const readings = [
    ...(await presentKeyFigures(db, asked)),
    ...recoveryReadings({
      range,
      current: await presentRecoveryFigures(db, { shopId, ...current, now }),
      previous: previous && (await presentRecoveryFigures(db, { shopId, ...previous, now })),
    }),
  ];
  return SHOWN.flatMap(([name, metric, unit]) =>
    readings
      .filter((reading) => reading.metric === metric)
      .map(({ figure, previous: before, drillTo }) => ({
        name,
        unit,
        value: figure.value,
        previous: before?.value ?? null,
        url: drillTo,
      })),
  );
}

export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, now } = await requireShop(request);
  const asked = HomeActionSchema.safeParse(Object.fromEntries(await request.formData()));
  if (!asked.success) return data({ outcome: "invalid" as const }, { status: 422 });
  return setGuideDismissed(db, { shopId, isGuideDismissed: asked.data.kind === "dismiss-guide", now });
}

export default function HomeRoute() {
  const page = useLoaderData<typeof loader>();
  const fetcher = useFetcher();
  const ask = (kind: string) => fetcher.submit({ kind }, { method: "post" });
  return (
    <HomePage
      data={page}
      isSaving={fetcher.state !== "idle"}
      onDismissGuide={() => ask("dismiss-guide")}
      onShowGuide={() => ask("show-guide")}
    />
  );
}
