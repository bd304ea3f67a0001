import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { CartRecoveryFormSchema } from "~/features/cart-recovery/schema";
import { presentRecoverySettings } from "~/features/cart-recovery/settings/presenter.server";
import { saveRecoverySettings } from "~/features/cart-recovery/settings/service.server";
import { RecoverySettingsPage } from "~/features/cart-recovery/ui/RecoverySettingsPage";
import {
  type RecoverySettingsAnswer,
  useRecoverySettingsActions,
} from "~/features/cart-recovery/ui/use-recovery-settings";
import { parseForm } from "~/kit/form";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shopId } = await requireShop(request);
  return presentRecoverySettings(db, { shopId });
}

export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, locale, now } = await requireShop(request);
  const form = parseForm(await request.formData(), CartRecoveryFormSchema);
  if (!form.ok)
    return data<RecoverySettingsAnswer>({ outcome: "invalid", errors: form.errors }, { status: 422 });
  return data<RecoverySettingsAnswer>(
    await saveRecoverySettings(db, { shopId, locale, settings: form.value, now }),
  );
}

export default function RecoverySettingsRoute() {
  return <RecoverySettingsPage {...useLoaderData<typeof loader>()} actions={useRecoverySettingsActions()} />;
}
