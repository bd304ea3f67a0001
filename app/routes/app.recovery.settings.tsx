import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { presentRecoverySettings } from "~/features/cart-recovery/presenter.server";
import { CartRecoveryFormSchema } from "~/features/cart-recovery/schema";
import { saveRecoverySettings } from "~/features/cart-recovery/service.server";
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
  const { db, shopId, now } = await requireShop(request);
  const form = parseForm(await request.formData(), CartRecoveryFormSchema);
  if (!form.ok)
    return data<RecoverySettingsAnswer>({ outcome: "invalid", errors: form.errors }, { status: 422 });
  return data<RecoverySettingsAnswer>(await saveRecoverySettings(db, { shopId, settings: form.value, now }));
}

export default function RecoverySettingsRoute() {
  return (
    <RecoverySettingsPage settings={useLoaderData<typeof loader>()} actions={useRecoverySettingsActions()} />
  );
}
