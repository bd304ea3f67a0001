import type { LoaderFunctionArgs } from "@remix-run/node";

import { requireShop } from "~/shops/require-shop.server";

/** An address of the app that leads nowhere, such as an old bookmark: the frame stays, and says so. */
export async function loader({ request }: LoaderFunctionArgs): Promise<never> {
  await requireShop(request);
  throw new Response(null, { status: 404 });
}

export default function NowherePage() {
  return null;
}
