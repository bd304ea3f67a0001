import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";

import { presentProgrammePage } from "~/features/loyalty/form/presenter.server";
import { ProgrammeActionSchema } from "~/features/loyalty/form/schema";
import { saveProgrammeForm } from "~/features/loyalty/form/service.server";
import { ProgrammePage } from "~/features/loyalty/ui/ProgrammePage";
import { useProgrammeActions } from "~/features/loyalty/ui/use-programme-actions";
import { presentTierTags } from "~/features/vip/presenter.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shopId, now } = await requireShop(request);
  return {
    page: await presentProgrammePage(db, { shopId, now }),
    tiers: await presentTierTags(db, { shopId }),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, shop, now } = await requireShop(request);
  const asked = ProgrammeActionSchema.safeParse(Object.fromEntries(await request.formData()));
  const typed = asked.data?.form;
  const saved = await saveProgrammeForm(db, { shopId, typed, currencyCode: shop.currencyCode, now });
  return data(saved, { status: saved.outcome === "saved" ? 200 : 422 });
}

export default function LoyaltyRoute() {
  const navigate = useNavigate();
  const { page, tiers } = useLoaderData<typeof loader>();
  return <ProgrammePage data={page} tiers={tiers} actions={useProgrammeActions()} onNavigate={navigate} />;
}
