import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { presentFlowRuns } from "~/features/automations/flow-screens/runs/presenter.server";
import { RunsQuerySchema } from "~/features/automations/flow-screens/schema";
import { RunsPage } from "~/features/automations/ui/RunsPage";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId } = context;
  const search = new URL(request.url).searchParams;
  const asked = RunsQuerySchema.parse({ state: search.get("state"), page: search.get("page") ?? 1 });
  const runs = await presentFlowRuns(db, { shopId, flowId: params.flowId ?? "", ...asked });
  if (!runs) throw new Response(null, { status: 404 });
  await recordAccess(context, "flow-runs");
  return runs;
}

export default function RunsRoute() {
  return <RunsPage data={useLoaderData<typeof loader>()} />;
}
