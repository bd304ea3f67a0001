import type { LoaderFunctionArgs } from "@remix-run/node";

import { presentReportCsv } from "~/features/history-import/presenter.server";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

/** The rows of a file that were left out, to download. */
export async function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const context = await requireShop(request);
  const { db, shopId, shop, locale } = context;
  await recordAccess(context, "import-report");
  const report = await presentReportCsv(db, { shopId, shop, importId: params["importId"] ?? "", locale });
  if (!report) throw new Response("No such import", { status: 404 });
  return new Response(report.text, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(report.fileName)}`,
    },
  });
}
