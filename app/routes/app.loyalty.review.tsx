import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";

import { presentQueuePage } from "~/features/loyalty/queue/presenter.server";
import { QueueActionSchema } from "~/features/loyalty/queue/schema";
import { decideInQueue } from "~/features/loyalty/queue/service.server";
import { QueuePage } from "~/features/loyalty/ui/QueuePage";
import { useQueueActions } from "~/features/loyalty/ui/use-queue-actions";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, staffId, now } = context;
  await recordAccess(context, "loyalty-review");
  return presentQueuePage(db, { shopId, staffId, now });
}

export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, staffId, now } = await requireShop(request);
  const asked = QueueActionSchema.safeParse(Object.fromEntries(await request.formData()));
  const result = await decideInQueue(db, { shopId, asked: asked.data ?? null, staffId, now });
  const isDone = result.outcome !== "refused" && result.outcome !== "not-waiting";
  return data(result, { status: isDone ? 200 : 409 });
}

export default function LoyaltyReviewRoute() {
  const navigate = useNavigate();
  return (
    <QueuePage data={useLoaderData<typeof loader>()} actions={useQueueActions()} onNavigate={navigate} />
  );
}
