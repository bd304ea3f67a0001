import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { presentCampaignList } from "~/features/campaigns/list/presenter.server";
import { answerList } from "~/features/campaigns/list/service.server";
import { ListActionSchema, type ListAnswer } from "~/features/campaigns/schema";
import { CampaignsPage } from "~/features/campaigns/ui/CampaignsPage";
import { useListActions } from "~/features/campaigns/ui/use-list-actions";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shopId, locale, now } = await requireShop(request);
  return presentCampaignList(db, { shopId, locale, now });
}

export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, locale, now } = await requireShop(request);
  const asked = ListActionSchema.safeParse(Object.fromEntries(await request.formData()));
  if (!asked.success) return data<ListAnswer>({ outcome: "invalid" }, { status: 422 });
  const answer = await answerList(db, { shopId, locale, now, asked: asked.data });
  return data<ListAnswer>(answer, { status: STATUS[answer.outcome] });
}

const STATUS = { created: 201, changed: 200, "not-possible": 409, invalid: 422 } as const;

export default function CampaignsRoute() {
  return <CampaignsPage data={useLoaderData<typeof loader>()} actions={useListActions()} />;
}
