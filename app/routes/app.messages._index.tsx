import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigation, useSubmit } from "@remix-run/react";

import { presentMessages } from "~/engine/messaging/log/presenter.server";
import { MessageFilterSchema } from "~/engine/messaging/log/schema";
import { MessagesPage } from "~/engine/messaging/log/ui/MessagesPage";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId } = context;
  await recordAccess(context, "messages");
  const filter = MessageFilterSchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  return presentMessages(db, { shopId, filter });
}

export default function MessagesRoute() {
  const submit = useSubmit();
  const { state } = useNavigation();
  return (
    <MessagesPage
      data={useLoaderData<typeof loader>()}
      isLoading={state === "loading"}
      onShow={(search) => submit(search, { method: "get", preventScrollReset: true })}
    />
  );
}
