import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { presentSender } from "~/engine/messaging/sender-check/presenter.server";
import { checkSender } from "~/engine/messaging/sender-check/service.server";
import { SenderPage } from "~/engine/messaging/sender-check/ui/SenderPage";
import { type SenderAnswer, useSenderActions } from "~/engine/messaging/sender-check/ui/use-sender-actions";
import { MeasurementSettingsSchema } from "~/engine/messaging/tracking/schema";
import { saveMeasurement } from "~/engine/messaging/tracking/service.server";
import { parseForm } from "~/kit/form";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shop } = await requireShop(request);
  return presentSender(db, { shop });
}

export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, shop, now } = await requireShop(request);
  const sent = await request.formData();
  if (sent.get("kind") === "check") {
    return data<SenderAnswer>({ outcome: "checked", checks: await checkSender(db, { shop }) });
  }
  const form = parseForm(sent, MeasurementSettingsSchema);
  if (!form.ok) return data<SenderAnswer>({ outcome: "invalid", errors: form.errors }, { status: 422 });
  return data<SenderAnswer>(await saveMeasurement(db, { shopId, settings: form.value, now }));
}

export default function SenderRoute() {
  return <SenderPage data={useLoaderData<typeof loader>()} actions={useSenderActions()} />;
}
