import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { presentBrowsing } from "~/features/browsing/presenter.server";
import { parseBrowsingForm } from "~/features/browsing/schema";
import { saveBrowsing } from "~/features/browsing/service.server";
import { BrowsingPage } from "~/features/browsing/ui/BrowsingPage";
import { type BrowsingAnswer, useBrowsingActions } from "~/features/browsing/ui/use-browsing-actions";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shopId, shop } = await requireShop(request);
  return presentBrowsing(db, { shopId, shop });
}

export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, now } = await requireShop(request);
  const form = parseBrowsingForm(await request.formData());
  if (!form.ok) return data<BrowsingAnswer>({ outcome: "invalid", wrong: form.wrong }, { status: 422 });
  return data<BrowsingAnswer>(await saveBrowsing(db, { shopId, settings: form.value, now }));
}

export default function BrowsingRoute() {
  return <BrowsingPage data={useLoaderData<typeof loader>()} actions={useBrowsingActions()} />;
}
