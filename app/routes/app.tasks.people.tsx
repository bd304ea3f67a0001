import type { LoaderFunctionArgs } from "@remix-run/node";

import { presentFoundCustomers } from "~/features/tasks/people/presenter.server";
import { CustomerSearchSchema } from "~/features/tasks/schema";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

/** Whom a task can be about. */
export async function loader({ request }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId } = context;
  const { q: search } = CustomerSearchSchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  if (search === "") return { found: [] };
  await recordAccess(context, "tasks");
  return { found: await presentFoundCustomers(db, { shopId, search }) };
}
