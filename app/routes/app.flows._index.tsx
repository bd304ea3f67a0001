import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { presentFlowList } from "~/features/automations/flow-screens/list/presenter.server";
import { changeFlow } from "~/features/automations/flow-screens/list/service.server";
import { ListActionSchema, type ListAnswer } from "~/features/automations/flow-screens/schema";
import { FlowsPage } from "~/features/automations/ui/FlowsPage";
import { useListActions } from "~/features/automations/ui/use-list-actions";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shopId, shop, locale, now } = await requireShop(request);
  return presentFlowList(db, { shopId, zone: shop.ianaTimezone, locale, now });
}

export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, now } = await requireShop(request);
  const asked = ListActionSchema.safeParse(Object.fromEntries(await request.formData()));
  if (!asked.success) return data<ListAnswer>({ outcome: "invalid" }, { status: 422 });
  const { outcome } = await changeFlow(db, { ...asked.data, shopId, now });
  return outcome === "changed"
    ? data<ListAnswer>({ outcome, kind: asked.data.kind })
    : data<ListAnswer>({ outcome }, { status: 409 });
}

export default function FlowsRoute() {
  return <FlowsPage data={useLoaderData<typeof loader>()} actions={useListActions()} />;
}
