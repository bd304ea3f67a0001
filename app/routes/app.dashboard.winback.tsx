import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";

import { presentDrillWindow } from "~/features/retention/drill/presenter.server";
import { presentWinbackList } from "~/features/winback/presenter.server";
import { parseWinbackDrill } from "~/features/winback/schema";
import { WinbackPeoplePage } from "~/features/winback/ui/WinbackPeoplePage";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, shop, now } = context;
  await recordAccess(context, "winback-people");
  const asked = parseWinbackDrill(new URL(request.url).searchParams);
  const window = presentDrillWindow({ range: asked.range, shop, now });
  return presentWinbackList(db, { shopId, zone: shop.ianaTimezone, ...window, ...asked, now });
}

export default function WinbackPeopleRoute() {
  const data = useLoaderData<typeof loader>();
  const [params, setParams] = useSearchParams();
  return (
    <WinbackPeoplePage data={data} onNext={(after) => setParams({ ...Object.fromEntries(params), after })} />
  );
}
