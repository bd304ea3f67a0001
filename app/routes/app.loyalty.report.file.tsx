import type { LoaderFunctionArgs } from "@remix-run/node";

import { presentReportFile } from "~/features/loyalty/report/months/presenter.server";
import { ReportQuerySchema } from "~/features/loyalty/report/months/schema";
import { requireShop } from "~/shops/require-shop.server";

/** The roll-forward of points for finance, to download. */
export async function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  const { db, shopId, shop, locale, now } = await requireShop(request);
  const query = ReportQuerySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const file = await presentReportFile(db, { shopId, shop, query, locale, now });
  return new Response(file.text, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
      "Cache-Control": "private, no-store",
    },
  });
}
