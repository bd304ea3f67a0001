import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate, useNavigation } from "@remix-run/react";

import { parseIncentiveForm } from "~/engine/incentives/form/schema";
import { presentIncentivesPage } from "~/engine/incentives/list/presenter.server";
import { CodeFilterSchema } from "~/engine/incentives/schema";
import { refreshDiscounts, saveIncentiveSettings } from "~/engine/incentives/service.server";
import { IncentivesPage } from "~/engine/incentives/ui/IncentivesPage";
import { type IncentivesAnswer, useIncentivesActions } from "~/engine/incentives/ui/use-incentives";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, shop, now } = context;
  await recordAccess(context, "incentives");
  const filter = CodeFilterSchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  return presentIncentivesPage(db, { shopId, shop, filter, now });
}

export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, shop, now } = await requireShop(request);
  const form = Object.fromEntries(await request.formData());
  if (form.kind === "refresh") return data<IncentivesAnswer>(await refreshDiscounts(db, { shopId, now }));
  const parsed = parseIncentiveForm(form, shop.currencyCode);
  if (!parsed.ok) {
    return data<IncentivesAnswer>({ outcome: "invalid", errors: parsed.errors }, { status: 422 });
  }
  const { settings } = parsed;
  return data<IncentivesAnswer>(await saveIncentiveSettings(db, { shopId, settings, now }));
}

export default function IncentivesRoute() {
  const navigate = useNavigate();
  const { state } = useNavigation();
  return (
    <IncentivesPage
      data={useLoaderData<typeof loader>()}
      isLoading={state === "loading"}
      actions={useIncentivesActions()}
      onNavigate={(url) => navigate(url, { preventScrollReset: true })}
    />
  );
}
