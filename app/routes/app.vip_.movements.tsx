import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate, useNavigation } from "@remix-run/react";

import { presentMovements } from "~/features/vip/movements/presenter.server";
import { MovementQuerySchema } from "~/features/vip/movements/schema";
import { MovementsPage } from "~/features/vip/ui/movements/MovementsPage";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, shop, now } = context;
  await recordAccess(context, "tier-movements");
  const query = MovementQuerySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  return presentMovements(db, { shopId, shop, query, now });
}

export default function MovementsRoute() {
  const navigate = useNavigate();
  const { state } = useNavigation();
  return (
    <MovementsPage
      data={useLoaderData<typeof loader>()}
      isLoading={state === "loading"}
      onNavigate={(url) => navigate(url, { preventScrollReset: true })}
    />
  );
}
