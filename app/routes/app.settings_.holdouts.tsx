import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { saveExperimentSettings } from "~/engine/experiments/service.server";
import { presentHoldouts } from "~/features/settings/holdouts/presenter.server";
import { parseHoldoutsForm } from "~/features/settings/holdouts/schema";
import { HoldoutsPage } from "~/features/settings/holdouts/ui/HoldoutsPage";
import {
  type HoldoutsAnswer,
  useHoldoutsActions,
} from "~/features/settings/holdouts/ui/use-holdouts-actions";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shopId } = await requireShop(request);
  return presentHoldouts(db, { shopId });
}

export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, now } = await requireShop(request);
  const form = parseHoldoutsForm(await request.formData());
  if (!form.ok) return data<HoldoutsAnswer>({ outcome: "invalid", errors: form.errors }, { status: 422 });
  return data<HoldoutsAnswer>(await saveExperimentSettings(db, { shopId, settings: form.value, now }));
}

export default function HoldoutsRoute() {
  return <HoldoutsPage data={useLoaderData<typeof loader>()} actions={useHoldoutsActions()} />;
}
