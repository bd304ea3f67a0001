import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";

import { presentDecisions } from "~/engine/decisions/presenter.server";
import { DecisionFilterSchema } from "~/engine/decisions/schema";
import { DecisionList } from "~/engine/decisions/ui/DecisionList";
import { type UndoMergeAnswer, UndoMergeSchema } from "~/features/customers/merges/schema";
import { undoCustomerMerge } from "~/features/customers/merges/service.server";
import { presentCustomerProfile } from "~/features/customers/profile/presenter.server";
import { parseProfileQuery } from "~/features/customers/profile/schema";
import { ProfilePage } from "~/features/customers/ui/ProfilePage";
import { useMergeActions } from "~/features/customers/ui/use-merge-actions";
import { presentMember } from "~/features/loyalty/storefront/presenter.server";
import { PointsCard } from "~/features/loyalty/ui/PointsCard";
import { presentTierNames } from "~/features/vip/presenter.server";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request, params: { customerId = "" } }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, shop, locale, now } = context;
  const query = parseProfileQuery(new URL(request.url).searchParams);
  const tierNames = await presentTierNames(db, { shopId });
  const profile = await presentCustomerProfile(db, { shopId, customerId, shop, query, tierNames, now });
  if (!profile) throw new Response(null, { status: 404 });
  await recordAccess(context, "customer", customerId);
  const filter = DecisionFilterSchema.parse({ page: query.decisionsPage });
  return {
    profile,
    decisions: await presentDecisions(db, { shopId, customerId }, { filter }),
    member: await presentMember(db, { shopId, customerId, locale, now }),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, now } = await requireShop(request);
  const asked = UndoMergeSchema.safeParse(Object.fromEntries(await request.formData()));
  if (!asked.success) return data<UndoMergeAnswer>({ outcome: "not-found" }, { status: 422 });
  const { mergeId } = asked.data;
  return data<UndoMergeAnswer>(await undoCustomerMerge(db, { shopId, mergeId, now }));
}

export default function CustomerRoute() {
  const { profile, decisions, member } = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  const merge = useMergeActions();
  return (
    <ProfilePage
      profile={profile}
      decisions={{ ...decisions, list: <DecisionList items={decisions.items} /> }}
      points={<PointsCard customerId={profile.id} member={member} />}
      merge={merge}
      onNavigate={(url) => navigate(url, { preventScrollReset: true })}
    />
  );
}
