import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";

import { presentReportPage } from "~/features/loyalty/report/months/presenter.server";
import { ReportQuerySchema } from "~/features/loyalty/report/months/schema";
import { ReportPage } from "~/features/loyalty/ui/ReportPage";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shopId, shop, now } = await requireShop(request);
  const query = ReportQuerySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  return presentReportPage(db, { shopId, shop, query, now });
}

export default function LoyaltyReportRoute() {
  const navigate = useNavigate();
  return (
    <ReportPage
      data={useLoaderData<typeof loader>()}
      onNavigate={(url) => navigate(url, { preventScrollReset: true })}
    />
  );
}
