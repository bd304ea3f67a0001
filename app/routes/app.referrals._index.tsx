import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate, useNavigation } from "@remix-run/react";

import { presentReferralsPage } from "~/features/referrals/list/presenter.server";
import { reviewReferral } from "~/features/referrals/review/service.server";
import { ReferralFilterSchema, ReviewSchema } from "~/features/referrals/schema";
import { ReferralsPage } from "~/features/referrals/ui/ReferralsPage";
import { type ReferralsAnswer, useReferralsActions } from "~/features/referrals/ui/use-referrals";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, shop, now } = context;
  await recordAccess(context, "referrals");
  const filter = ReferralFilterSchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  return presentReferralsPage(db, { shopId, shop, filter, now });
}

export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, staffId, now } = await requireShop(request);
  const asked = ReviewSchema.safeParse(Object.fromEntries(await request.formData()));
  if (!asked.success) return data<ReferralsAnswer>({ outcome: "invalid" }, { status: 422 });
  const answer = await reviewReferral(db, { shopId, review: asked.data, staff: staffId, now });
  return data<ReferralsAnswer>(answer, { status: answer.outcome === "not-in-review" ? 409 : 200 });
}

export default function ReferralsRoute() {
  const navigate = useNavigate();
  const { state } = useNavigation();
  return (
    <ReferralsPage
      data={useLoaderData<typeof loader>()}
      isLoading={state === "loading"}
      actions={useReferralsActions()}
      onNavigate={(url) => navigate(url, { preventScrollReset: true })}
    />
  );
}
