import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { parseSendingForm } from "~/engine/messaging/sending/schema";
import { presentSending } from "~/features/settings/sending/presenter.server";
import { saveSending } from "~/features/settings/sending/service.server";
import { SendingPage } from "~/features/settings/sending/ui/SendingPage";
import { type SendingAnswer, useSendingActions } from "~/features/settings/sending/ui/use-sending-actions";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shopId, shop } = await requireShop(request);
  return presentSending(db, { shopId, shop });
}

export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, now } = await requireShop(request);
  const form = parseSendingForm(await request.formData());
  if (!form.ok) return data<SendingAnswer>({ outcome: "invalid", errors: form.errors }, { status: 422 });
  return data<SendingAnswer>(await saveSending(db, { shopId, settings: form.value, now }));
}

export default function SendingRoute() {
  return <SendingPage data={useLoaderData<typeof loader>()} actions={useSendingActions()} />;
}
