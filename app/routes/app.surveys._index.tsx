import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate, useNavigation } from "@remix-run/react";

import { presentResults } from "~/features/surveys/results/presenter.server";
import { ResultsFilterSchema } from "~/features/surveys/schema";
import { ResultsPage } from "~/features/surveys/ui/ResultsPage";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, shop, locale, now } = context;
  await recordAccess(context, "survey-answers");
  const filter = ResultsFilterSchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  return presentResults(db, { shopId, locale, zone: shop.ianaTimezone, filter, now });
}

export default function SurveysRoute() {
  const navigate = useNavigate();
  const { state } = useNavigation();
  return (
    <ResultsPage
      data={useLoaderData<typeof loader>()}
      isLoading={state === "loading"}
      onNavigate={(url) => navigate(url, { preventScrollReset: true })}
    />
  );
}
