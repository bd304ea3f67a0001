import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { presentAudience } from "~/features/campaigns/audience/presenter.server";
import { scheduleCampaign } from "~/features/campaigns/audience/service.server";
import type { ScheduleAnswer } from "~/features/campaigns/schema";
import { AudiencePage } from "~/features/campaigns/ui/AudiencePage";
import { useSendOff } from "~/features/campaigns/ui/use-send-off";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, now } = context;
  const audience = await presentAudience(db, { shopId, campaignId: params.campaignId ?? "", now });
  if (!audience) throw new Response(null, { status: 404 });
  await recordAccess(context, "campaign-audience");
  return audience;
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { db, shopId, now } = await requireShop(request);
  const answer = await scheduleCampaign(db, { shopId, campaignId: params.campaignId ?? "", now });
  return data<ScheduleAnswer>(answer, { status: STATUS[answer.outcome] });
}

const STATUS = { scheduled: 200, refused: 409, "not-found": 404, "not-possible": 409 } as const;

export default function AudienceRoute() {
  const audience = useLoaderData<typeof loader>();
  return <AudiencePage data={audience} actions={useSendOff(audience)} />;
}
