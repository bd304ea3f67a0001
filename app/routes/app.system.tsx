import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { presentSystem } from "~/features/system/presenter.server";
import { type SystemAction, SystemActionSchema } from "~/features/system/schema";
import { retryIntent, retryJob, retrySync, startReconcile } from "~/features/system/service.server";
import { SystemPage } from "~/features/system/ui/SystemPage";
import { retryDelivery } from "~/pipeline/inbox/service.server";
import { presentSpool } from "~/pipeline/inbox/spool/presenter.server";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop, type ShopContext } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, now } = context;
  const status = await presentSystem(db, { shopId, now });
  // What stands in a payload that nobody understood may be a person's.
  if (status.deadLetters.length > 0) await recordAccess(context, "problems");
  return { status, spool: await presentSpool() };
}

export async function action({ request }: ActionFunctionArgs) {
  const context = await requireShop(request);
  const parsed = SystemActionSchema.safeParse(Object.fromEntries(await request.formData()));
  if (!parsed.success) return data({ outcome: "invalid" as const }, { status: 422 });
  const result = await perform(parsed.data, context);
  return data(result, { status: result.outcome === "not-found" ? 404 : 200 });
}

function perform(
  request: SystemAction,
  { db, shopId, now }: ShopContext,
): Promise<{ outcome: "retried" | "not-found" | "started" | "under-way" }> {
  switch (request.kind) {
    case "retry-delivery":
      return retryDelivery(db, { shopId, deliveryId: request.id, now });
    case "retry-job":
      return retryJob(db, { shopId, jobId: request.id, now });
    case "retry-intent":
      return retryIntent(db, { shopId, intentId: request.id, now });
    case "retry-sync":
      return retrySync(db, { shopId, now });
    case "reconcile":
      return startReconcile(db, { shopId, now });
  }
}

export default function SystemRoute() {
  return <SystemPage {...useLoaderData<typeof loader>()} />;
}
