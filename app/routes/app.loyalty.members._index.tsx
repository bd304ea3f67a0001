import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate, useNavigation } from "@remix-run/react";

import { countWaiting } from "~/features/loyalty/form/presenter.server";
import { presentMembers } from "~/features/loyalty/members/presenter.server";
import { MembersQuerySchema } from "~/features/loyalty/members/schema";
import { MembersPage } from "~/features/loyalty/ui/MembersPage";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, now } = context;
  await recordAccess(context, "loyalty-members");
  const query = MembersQuerySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  return {
    list: await presentMembers(db, { shopId, query }),
    query,
    waitingCount: await countWaiting(db, { shopId }),
    asOf: now.toISOString(),
  };
}

export default function LoyaltyMembersRoute() {
  const navigate = useNavigate();
  const { location } = useNavigation();
  return (
    <MembersPage
      data={useLoaderData<typeof loader>()}
      isLoading={location?.pathname === "/app/loyalty/members"}
      onNavigate={(url, options) =>
        navigate(url, { preventScrollReset: options?.replace ?? false, ...options })
      }
    />
  );
}
