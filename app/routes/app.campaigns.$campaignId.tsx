import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { type ShouldRevalidateFunction, useLoaderData } from "@remix-run/react";

import { WritingActionSchema, type WritingAnswer } from "~/features/campaigns/schema";
import { CampaignPage } from "~/features/campaigns/ui/writing/CampaignPage";
import { useWritingActions } from "~/features/campaigns/ui/writing/use-writing-actions";
import { presentWriting } from "~/features/campaigns/writing/presenter.server";
import { answerWriting } from "~/features/campaigns/writing/service.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { db, shopId, locale, now } = await requireShop(request);
  const writing = await presentWriting(db, { shopId, campaignId: params.campaignId ?? "", locale, now });
  if (!writing) throw new Response(null, { status: 404 });
  return writing;
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { db, shopId, now } = await requireShop(request);
  const asked = WritingActionSchema.safeParse(Object.fromEntries(await request.formData()));
  if (!asked.success) return data<WritingAnswer>({ outcome: "unreadable" }, { status: 422 });
  const { campaignId = "" } = params;
  const answer = await answerWriting(db, { shopId, campaignId, now, asked: asked.data });
  return data<WritingAnswer>(answer, { status: STATUS[answer.outcome] });
}

/** A draft with problems is what drafts are for: it is no mistake of the request. */
const STATUS = { checked: 200, saved: 200, "not-found": 404, "not-possible": 409, unreadable: 422 } as const;

/** Asking what is wrong, and what it looks like, changes nothing: what the page shows stays right. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formData, defaultShouldRevalidate }) =>
  formData?.get("kind") === "check" || formData?.has("request") ? false : defaultShouldRevalidate;

export default function CampaignRoute() {
  const writing = useLoaderData<typeof loader>();
  return <CampaignPage key={writing.campaignId} data={writing} actions={useWritingActions(writing)} />;
}
