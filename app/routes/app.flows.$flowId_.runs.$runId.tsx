import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { presentFlowRun } from "~/features/automations/flow-screens/runs/presenter.server";
import { RunStoryPage } from "~/features/automations/ui/RunStoryPage";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId } = context;
  const { flowId = "", runId = "" } = params;
  const story = await presentFlowRun(db, { shopId, flowId, runId });
  if (!story) throw new Response(null, { status: 404 });
  await recordAccess(context, "flow-run", story.run.customer?.id ?? null);
  return story;
}

export default function RunStoryRoute() {
  return <RunStoryPage story={useLoaderData<typeof loader>()} />;
}
