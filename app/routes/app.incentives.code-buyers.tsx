import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";

import { presentCodeBuyers } from "~/engine/incentives/report/presenter.server";
import { CodeFilterSchema } from "~/engine/incentives/schema";
import { CodeBuyersPage } from "~/engine/incentives/ui/CodeBuyersPage";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, shop, now } = context;
  await recordAccess(context, "code-buyers");
  const { page } = CodeFilterSchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  return presentCodeBuyers(db, { shopId, shop, page, now });
}

export default function CodeBuyersRoute() {
  const [, setParams] = useSearchParams();
  return (
    <CodeBuyersPage
      data={useLoaderData<typeof loader>()}
      onPage={(page) => setParams({ page: String(page) })}
    />
  );
}
