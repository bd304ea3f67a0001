import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate, useNavigation } from "@remix-run/react";

import { presentCustomerList } from "~/features/customers/list/presenter.server";
import { parseCustomerListQuery } from "~/features/customers/schema";
import { CustomersPage } from "~/features/customers/ui/CustomersPage";
import { presentTierNames } from "~/features/vip/presenter.server";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, shop, now } = context;
  await recordAccess(context, "customers");
  const query = parseCustomerListQuery(new URL(request.url).searchParams);
  const tierNames = await presentTierNames(db, { shopId });
  return presentCustomerList(db, { shopId, shop, query, tierNames, now });
}

export default function CustomersRoute() {
  const data = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  const { location } = useNavigation();
  return (
    <CustomersPage
      data={data}
      isLoading={location?.pathname === "/app/customers"}
      onNavigate={(url, options) =>
        navigate(url, { preventScrollReset: options?.replace ?? false, ...options })
      }
    />
  );
}
