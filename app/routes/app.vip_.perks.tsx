import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate, useNavigation } from "@remix-run/react";

import { presentPerks } from "~/features/vip/perks/presenter.server";
import { PerkActionSchema, type PerkAnswer, PerkQuerySchema } from "~/features/vip/perks/schema";
import { tickOffPerk } from "~/features/vip/perks/service.server";
import { PerksPage } from "~/features/vip/ui/perks/PerksPage";
import { usePerkActions } from "~/features/vip/ui/perks/use-perk-actions";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, shop, now } = context;
  await recordAccess(context, "perks");
  const query = PerkQuerySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  return presentPerks(db, { shopId, shop, query, now });
}

export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, staffId, now } = await requireShop(request);
  const asked = PerkActionSchema.safeParse(Object.fromEntries(await request.formData()));
  if (!asked.success) return data<PerkAnswer>({ outcome: "not-possible" }, { status: 422 });
  const { entitlementId } = asked.data;
  const answer = await tickOffPerk(db, { shopId, entitlementId, staffId, now });
  return data<PerkAnswer>(answer, { status: answer.outcome === "ticked-off" ? 200 : 409 });
}

export default function PerksRoute() {
  const navigate = useNavigate();
  const { state } = useNavigation();
  return (
    <PerksPage
      data={useLoaderData<typeof loader>()}
      isLoading={state === "loading"}
      actions={usePerkActions()}
      onNavigate={(url) => navigate(url, { preventScrollReset: true })}
    />
  );
}
