import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigation, useSearchParams } from "@remix-run/react";

import { presentResults } from "~/features/campaigns/results/presenter.server";
import { PeopleQuerySchema } from "~/features/campaigns/schema";
import { ResultsPage } from "~/features/campaigns/ui/ResultsPage";
import { useListActions } from "~/features/campaigns/ui/use-list-actions";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, now } = context;
  const { searchParams } = new URL(request.url);
  const query = PeopleQuerySchema.parse({
    group: searchParams.get("group"),
    page: searchParams.get("page") ?? 1,
  });
  const results = await presentResults(db, { shopId, campaignId: params.campaignId ?? "", query, now });
  if (!results) throw new Response(null, { status: 404 });
  await recordAccess(context, "campaign-people");
  return results;
}

export default function ResultsRoute() {
  const [, setSearch] = useSearchParams();
  const { state } = useNavigation();
  return (
    <ResultsPage
      data={useLoaderData<typeof loader>()}
      isLoading={state === "loading"}
      actions={useListActions()}
      onShow={({ group, page }) => setSearch({ group, page: String(page) }, { preventScrollReset: true })}
    />
  );
}
