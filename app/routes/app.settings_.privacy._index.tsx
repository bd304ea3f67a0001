import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";

import { presentPrivacy } from "~/features/privacy/presenter.server";
import { PrivacyQuerySchema } from "~/features/privacy/schema";
import { PrivacyPage } from "~/features/privacy/ui/PrivacyPage";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shopId, now } = await requireShop(request);
  const { page } = PrivacyQuerySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  return presentPrivacy(db, { shopId, page, now });
}

export default function PrivacyRoute() {
  const [, setParams] = useSearchParams();
  return (
    <PrivacyPage
      data={useLoaderData<typeof loader>()}
      onPage={(page) => setParams({ page: String(page) }, { preventScrollReset: true })}
    />
  );
}
