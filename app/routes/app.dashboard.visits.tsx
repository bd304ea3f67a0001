import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";

import { presentVisits } from "~/features/browsing/traffic/presenter.server";
import { VisitsPage } from "~/features/browsing/ui/visits/VisitsPage";
import { presentDashboardWindow } from "~/features/retention/presenter.server";
import { WindowKeySchema } from "~/features/retention/schema";
import { WindowPicker } from "~/features/retention/ui/WindowPicker";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shopId, shop, now } = await requireShop(request);
  const windowKey = WindowKeySchema.parse(new URL(request.url).searchParams.get("window"));
  const { range } = await presentDashboardWindow(db, { shopId, shop, windowKey, now });
  return { windowKey, visits: await presentVisits(db, { shopId, shop, from: range.from, now }) };
}

export default function VisitsRoute() {
  const { windowKey, visits } = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  const onNavigate = (url: string) => navigate(url, { preventScrollReset: true });
  const picker = <WindowPicker chosen={windowKey} path="/app/dashboard/visits" onNavigate={onNavigate} />;
  return <VisitsPage data={visits} picker={picker} />;
}
