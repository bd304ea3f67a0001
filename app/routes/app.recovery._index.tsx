import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate, useNavigation } from "@remix-run/react";

import { presentRecoveryPage } from "~/features/cart-recovery/presenter.server";
import { RecoveryFilterSchema } from "~/features/cart-recovery/schema";
import { RecoveryPage } from "~/features/cart-recovery/ui/RecoveryPage";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, now } = context;
  await recordAccess(context, "recoveries");
  const filter = RecoveryFilterSchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  return presentRecoveryPage(db, { shopId, filter, now });
}

export default function RecoveryRoute() {
  const navigate = useNavigate();
  const { state } = useNavigation();
  return (
    <RecoveryPage
      data={useLoaderData<typeof loader>()}
      isLoading={state === "loading"}
      onNavigate={(url) => navigate(url, { preventScrollReset: true })}
    />
  );
}
