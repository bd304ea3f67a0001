import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { presentGeneralSettings } from "~/features/settings/presenter.server";
import { saveGeneralSettings } from "~/features/settings/service.server";
import { SettingsPage } from "~/features/settings/ui/SettingsPage";
import { type SettingsAnswer, useSettingsActions } from "~/features/settings/ui/use-settings-actions";
import { parseForm } from "~/kit/form";
import { requireShop } from "~/shops/require-shop.server";
import { GeneralSettingsSchema } from "~/shops/schema";

export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shopId, shop } = await requireShop(request);
  return presentGeneralSettings(db, { shopId, shop });
}

export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, now } = await requireShop(request);
  const form = parseForm(await request.formData(), GeneralSettingsSchema);
  if (!form.ok) return data<SettingsAnswer>({ outcome: "invalid", errors: form.errors }, { status: 422 });
  return data<SettingsAnswer>(await saveGeneralSettings(db, { shopId, settings: form.value, now }));
}

export default function SettingsRoute() {
  return <SettingsPage data={useLoaderData<typeof loader>()} actions={useSettingsActions()} />;
}
