import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";

import { actOnMember } from "~/features/loyalty/member/service.server";
import { presentMemberPage } from "~/features/loyalty/member/presenter.server";
import { MemberActionSchema, MemberQuerySchema } from "~/features/loyalty/member/schema";
import { MemberPage } from "~/features/loyalty/ui/MemberPage";
import { useMemberActions } from "~/features/loyalty/ui/use-member-actions";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request, params: { customerId = "" } }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, shop, staffId, locale, now } = context;
  const { page } = MemberQuerySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const zone = shop.ianaTimezone;
  const shown = await presentMemberPage(db, { shopId, customerId, zone, locale, page, staffId, now });
  if (!shown) throw new Response(null, { status: 404 });
  await recordAccess(context, "loyalty-member", customerId);
  return shown;
}

export async function action({ request, params: { customerId = "" } }: ActionFunctionArgs) {
  const { db, shopId, staffId, now } = await requireShop(request);
  const asked = MemberActionSchema.safeParse(Object.fromEntries(await request.formData()));
  const result = await actOnMember(db, { shopId, customerId, asked: asked.data ?? null, staffId, now });
  return data(result, { status: result.outcome === "refused" ? 422 : 200 });
}

export default function LoyaltyMemberRoute() {
  const navigate = useNavigate();
  return (
    <MemberPage
      data={useLoaderData<typeof loader>()}
      actions={useMemberActions()}
      onNavigate={(url) => navigate(url, { preventScrollReset: true })}
    />
  );
}
