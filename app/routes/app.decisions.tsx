import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { listReasonsMatching } from "~/engine/decisions/service.server";
import { presentDecisions } from "~/engine/decisions/presenter.server";
import { DecisionFilterSchema } from "~/engine/decisions/schema";
import { DecisionsPage } from "~/engine/decisions/ui/DecisionsPage";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, locale } = context;
  await recordAccess(context, "decisions");
  const filter = DecisionFilterSchema.parse(readFilter(new URL(request.url).searchParams));
  const matchingReasons = listReasonsMatching(filter.query, locale);
  return { filter, decisions: await presentDecisions(db, { shopId }, { filter, matchingReasons }) };
}

function readFilter(search: URLSearchParams) {
  const text = (name: string) => search.get(name) || null;
  return {
    query: search.get("query") ?? "",
    outcome: text("outcome"),
    feature: text("feature"),
    page: search.get("page") ?? 1,
  };
}

export default function DecisionsRoute() {
  return <DecisionsPage {...useLoaderData<typeof loader>()} />;
}
