import type { LoaderFunctionArgs } from "@remix-run/node";

import { ExportFormatSchema } from "~/features/privacy/schema";
import { fetchExport } from "~/features/privacy/service.server";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

/** What we hold about a person who asked, to download. */
export async function loader({ request, params: { requestId = "" } }: LoaderFunctionArgs): Promise<Response> {
  const context = await requireShop(request);
  const { db, shopId, now } = context;
  const format = ExportFormatSchema.parse(new URL(request.url).searchParams.get("format"));
  const file = await fetchExport(db, { shopId, requestId, format, now });
  if (file.outcome === "gone")
    throw new Response("There is no such file, or its time is over.", { status: 404 });
  await recordAccess(context, "privacy-file");
  return new Response(file.text, {
    headers: {
      "Content-Type": file.contentType,
      "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
      "Cache-Control": "private, no-store",
    },
  });
}
