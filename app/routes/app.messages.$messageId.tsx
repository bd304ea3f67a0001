import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { presentDecisions } from "~/engine/decisions/presenter.server";
import { DecisionFilterSchema } from "~/engine/decisions/schema";
import { DecisionList } from "~/engine/decisions/ui/DecisionList";
import { presentMessage } from "~/engine/messaging/log/presenter.server";
import { MessagePage } from "~/engine/messaging/log/ui/MessagePage";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request, params: { messageId = "" } }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId } = context;
  const message = await presentMessage(db, { shopId, messageId });
  if (!message) throw new Response(null, { status: 404 });
  await recordAccess(context, "message", message.item.customerId);
  const subject = { kind: "message", id: messageId };
  const filter = DecisionFilterSchema.parse({});
  const { items } = await presentDecisions(db, { shopId, subject }, { filter });
  return { message, decisions: items };
}

export default function MessageRoute() {
  const { message, decisions } = useLoaderData<typeof loader>();
  return <MessagePage data={message} decisions={<DecisionList items={decisions} />} />;
}
