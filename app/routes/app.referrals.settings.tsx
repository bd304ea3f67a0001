import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { parseReferralForm } from "~/features/referrals/form/schema";
import { presentReferralSettings } from "~/features/referrals/settings/presenter.server";
import { saveReferralSettings } from "~/features/referrals/settings/service.server";
import { SettingsPage } from "~/features/referrals/ui/SettingsPage";
import { type SettingsAnswer, useSettingsActions } from "~/features/referrals/ui/use-settings";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shopId, shop } = await requireShop(request);
  return presentReferralSettings(db, { shopId, shop });
}

export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, shop, now } = await requireShop(request);
  const form = parseReferralForm(Object.fromEntries(await request.formData()), shop.currencyCode);
  if (!form.ok) return data<SettingsAnswer>({ outcome: "invalid", errors: form.errors }, { status: 422 });
  return data<SettingsAnswer>(await saveReferralSettings(db, { shopId, settings: form.settings, now }));
}

export default function ReferralSettingsRoute() {
  return <SettingsPage data={useLoaderData<typeof loader>()} actions={useSettingsActions()} />;
}
