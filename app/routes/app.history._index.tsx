import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { presentHistoryPage } from "~/features/history-import/presenter.server";
import { HistoryActionSchema } from "~/features/history-import/schema";
import { performHistoryAction } from "~/features/history-import/service.server";
import { HistoryPage } from "~/features/history-import/ui/HistoryPage";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shopId, shop } = await requireShop(request);
  return presentHistoryPage(db, { shopId, shop });
}

export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, now } = await requireShop(request);
  const parsed = HistoryActionSchema.safeParse(Object.fromEntries(await request.formData()));
  if (!parsed.success) return data({ outcome: "invalid" as const }, { status: 422 });
  const result = await performHistoryAction(db, { shopId, action: parsed.data, now });
  return data(result, { status: result.outcome === "not-found" ? 404 : 200 });
}

export default function HistoryRoute() {
  return <HistoryPage data={useLoaderData<typeof loader>()} />;
}
