import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";

import { presentRecoveryFigures } from "~/features/cart-recovery/figures/presenter.server";
import {
  presentDashboard,
  presentDashboardWindow,
  recoveryReadings,
  winbackReadings,
} from "~/features/retention/presenter.server";
import { WindowKeySchema } from "~/features/retention/schema";
import { DashboardPage } from "~/features/retention/ui/DashboardPage";
import { presentWinbackRate } from "~/features/winback/presenter.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shopId, shop, now } = await requireShop(request);
  const windowKey = WindowKeySchema.parse(new URL(request.url).searchParams.get("window"));
  const asked = { shopId, shop, windowKey, now };
  const dashboard = await presentDashboard(db, asked);
  const { range, current, previous, ...rest } = await presentDashboardWindow(db, asked);
  const recovery = recoveryReadings({
    range,
    current: await presentRecoveryFigures(db, { shopId, ...current, now }),
    previous: previous && (await presentRecoveryFigures(db, { shopId, ...previous, now })),
  });
  const rateOf = (window: typeof current) =>
    presentWinbackRate(db, { shopId, zone: shop.ianaTimezone, ...window, now });
  const winback =
    range.from === null
      ? []
      : winbackReadings({
          ...rest,
          range,
          current: await rateOf(current),
          previous: previous && (await rateOf(previous)),
        });
  return { ...dashboard, readings: [...dashboard.readings, ...recovery, ...winback] };
}

export default function DashboardRoute() {
  const navigate = useNavigate();
  return (
    <DashboardPage
      data={useLoaderData<typeof loader>()}
      onNavigate={(url) => navigate(url, { preventScrollReset: true })}
    />
  );
}
