import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";

import { presentOrderDrill } from "~/features/retention/drill/presenter.server";
import { parseOrderDrill } from "~/features/retention/drill/schema";
import { OrderDrillPage } from "~/features/retention/ui/OrderDrillPage";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, shop, now } = context;
  await recordAccess(context, "orders");
  return presentOrderDrill(db, { shopId, shop, now, ...parseOrderDrill(new URL(request.url).searchParams) });
}

export default function OrderDrillRoute() {
  const data = useLoaderData<typeof loader>();
  const [params, setParams] = useSearchParams();
  return (
    <OrderDrillPage
      data={data}
      onPage={(page) => setParams({ ...Object.fromEntries(params), page: String(page) })}
    />
  );
}
