import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { type ShouldRevalidateFunction, useLoaderData } from "@remix-run/react";

import { presentDecisions } from "~/engine/decisions/presenter.server";
import { DecisionFilterSchema } from "~/engine/decisions/schema";
import { parseVipForm, VipActionSchema } from "~/features/vip/form/schema";
import { presentVipPage } from "~/features/vip/presenter.server";
import { previewVipSettings, saveVipSettings } from "~/features/vip/service.server";
import { useVipActions, type VipAnswer } from "~/features/vip/ui/use-vip-actions";
import { VipPage } from "~/features/vip/ui/VipPage";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

const MOVEMENTS_SHOWN = 8;

export async function loader({ request }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, shop, now } = context;
  const filter = DecisionFilterSchema.parse({ feature: "vip", outcome: "moved" });
  const { items } = await presentDecisions(db, { shopId }, { filter });
  if (items.length > 0) await recordAccess(context, "tiers");
  return {
    page: await presentVipPage(db, { shopId, shop, now }),
    movements: items.slice(0, MOVEMENTS_SHOWN),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, shop, now } = context;
  const asked = VipActionSchema.safeParse(Object.fromEntries(await request.formData()));
  const form = parseVipForm(asked.data?.form, shop.currencyCode);
  if (!asked.success || !form.ok) {
    const errors = form.ok ? { form: "unreadable" } : form.errors;
    return data<VipAnswer>({ outcome: "invalid", errors }, { status: 422 });
  }
  switch (asked.data.kind) {
    case "preview": {
      const preview = await previewVipSettings(db, {
        shopId,
        zone: shop.ianaTimezone,
        draft: form.settings,
        now,
      });
      if (preview.moves.length > 0) await recordAccess(context, "tiers");
      return data<VipAnswer>({ outcome: "previewed", preview });
    }
    case "save":
      return data<VipAnswer>(await saveVipSettings(db, { shopId, settings: form.settings, now }));
  }
}

/** A preview changes nothing: what the page shows stays right. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formData, defaultShouldRevalidate }) =>
  formData?.get("kind") === "preview" ? false : defaultShouldRevalidate;

export default function VipRoute() {
  const { page, movements } = useLoaderData<typeof loader>();
  const actions = useVipActions();
  return <VipPage data={page} movements={movements} actions={actions} />;
}
