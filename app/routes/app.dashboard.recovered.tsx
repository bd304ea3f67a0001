import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";

import { listRecoveredOrders } from "~/features/cart-recovery/figures/presenter.server";
import { presentRecoveredOrders, presentDrillWindow } from "~/features/retention/drill/presenter.server";
import { parseRecoveredDrill } from "~/features/retention/drill/schema";
import { OrderDrillPage } from "~/features/retention/ui/OrderDrillPage";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, shop, now } = context;
  await recordAccess(context, "recovered-orders");
  const { range, page } = parseRecoveredDrill(new URL(request.url).searchParams);
  const orders = await listRecoveredOrders(db, { shopId, ...presentDrillWindow({ range, shop, now }) });
  const orderIds = orders.map((order) => order.orderId);
  return presentRecoveredOrders(db, { shopId, shop, now, range, page, orderIds });
}

export default function RecoveredOrdersRoute() {
  const data = useLoaderData<typeof loader>();
  const [params, setParams] = useSearchParams();
  return (
    <OrderDrillPage
      data={data}
      onPage={(page) => setParams({ ...Object.fromEntries(params), page: String(page) })}
    />
  );
}
