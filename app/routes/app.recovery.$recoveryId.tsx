import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { presentRecovery } from "~/features/cart-recovery/presenter.server";
import { RecoveryDetailPage } from "~/features/cart-recovery/ui/RecoveryDetailPage";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, now } = context;
  const recovery = await presentRecovery(db, { shopId, recoveryId: params.recoveryId ?? "", now });
  if (!recovery) throw new Response(null, { status: 404 });
  await recordAccess(context, "recovery", recovery.item.customerId);
  return recovery;
}

export default function RecoveryDetailRoute() {
  return <RecoveryDetailPage data={useLoaderData<typeof loader>()} />;
}
