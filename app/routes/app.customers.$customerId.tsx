import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";

import { presentDecisions } from "~/engine/decisions/presenter.server";
import { DecisionFilterSchema } from "~/engine/decisions/schema";
import { DecisionList } from "~/engine/decisions/ui/DecisionList";
import { presentCustomerProfile } from "~/features/customers/profile/presenter.server";
import { parseProfileQuery } from "~/features/customers/profile/schema";
import { ProfilePage } from "~/features/customers/ui/ProfilePage";
import { presentTierNames } from "~/features/vip/presenter.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request, params: { customerId = "" } }: LoaderFunctionArgs) {
  const { db, shopId, shop, now } = await requireShop(request);
  const query = parseProfileQuery(new URL(request.url).searchParams);
  const tierNames = await presentTierNames(db, { shopId });
  const profile = await presentCustomerProfile(db, { shopId, customerId, shop, query, tierNames, now });
  if (!profile) throw new Response(null, { status: 404 });
  const filter = DecisionFilterSchema.parse({ page: query.decisionsPage });
  return { profile, decisions: await presentDecisions(db, { shopId, customerId }, { filter }) };
}

export default function CustomerRoute() {
  const { profile, decisions } = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  return (
    <ProfilePage
      profile={profile}
      decisions={{ ...decisions, list: <DecisionList items={decisions.items} /> }}
      onNavigate={(url) => navigate(url, { preventScrollReset: true })}
    />
  );
}
