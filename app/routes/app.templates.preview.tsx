import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";

import { presentThumbnails } from "~/engine/messaging/templates/gallery/presenter.server";
import {
  presentPeople,
  presentPreview,
  presentProducts,
} from "~/engine/messaging/templates/preview/presenter.server";
import {
  type PreviewAnswer,
  PreviewFormSchema,
  PreviewQuerySchema,
} from "~/engine/messaging/templates/screens/schema";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

/** Whom and what a preview can be of, and what all templates look like. */
export async function loader({ request }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, locale, now } = context;
  const { of, q: search } = PreviewQuerySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  switch (of) {
    case "people": {
      if (search !== "") await recordAccess(context, "template-preview");
      return { people: await presentPeople(db, { shopId, search }) };
    }
    case "products":
      return { products: await presentProducts(db, { shopId, search }) };
    case "thumbnails":
      return { thumbnails: await presentThumbnails(db, { shopId, locale, now }) };
  }
}

/** A draft as it would be read. Stores nothing. */
export async function action({ request }: ActionFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, now } = context;
  const asked = PreviewFormSchema.safeParse(Object.fromEntries(await request.formData()));
  if (!asked.success) return data<PreviewAnswer>({ outcome: "unreadable" }, { status: 422 });
  const { request: preview } = asked.data;
  const answer = await presentPreview(db, { shopId, request: preview, now });
  if (answer.outcome === "rendered" && answer.shownCustomerId !== null)
    await recordAccess(context, "template-preview", answer.shownCustomerId);
  return data<PreviewAnswer>(answer);
}
