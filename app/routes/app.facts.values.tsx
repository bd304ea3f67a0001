import type { LoaderFunctionArgs } from "@remix-run/node";

import { searchFactValues } from "~/engine/facts/presenter.server";
import { FactValuesQuerySchema } from "~/engine/facts/schema";
import { requireShop } from "~/shops/require-shop.server";

/** Tags or products of the shop by words of their names, for the editor of conditions. */
export async function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  const { db, shopId } = await requireShop(request);
  const query = FactValuesQuerySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) {
    return Response.json({ error: "expected ?names=tag|product&search=words, at most 100" }, { status: 400 });
  }
  return Response.json(await searchFactValues(db, { shopId, ...query.data }));
}
