import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { presentGallery } from "~/engine/messaging/templates/gallery/presenter.server";
import { presentDesign } from "~/engine/messaging/templates/presenter.server";
import { GalleryActionSchema, type GalleryAnswer } from "~/engine/messaging/templates/screens/schema";
import { createTemplate, saveDesign } from "~/engine/messaging/templates/service.server";
import { TemplatesPage } from "~/engine/messaging/templates/ui/TemplatesPage";
import { useGalleryActions } from "~/engine/messaging/templates/ui/use-gallery-actions";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shopId, locale, now } = await requireShop(request);
  return {
    items: await presentGallery(db, { shopId, locale, now }),
    design: await presentDesign(db, { shopId }),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, locale, now } = await requireShop(request);
  const asked = GalleryActionSchema.safeParse(Object.fromEntries(await request.formData()));
  if (!asked.success) return data<GalleryAnswer>({ outcome: "invalid" }, { status: 422 });
  switch (asked.data.kind) {
    case "create":
      return data<GalleryAnswer>(await createTemplate(db, { ...asked.data, shopId, locale, now }));
    case "design":
      return data<GalleryAnswer>(await saveDesign(db, { shopId, choice: asked.data.design, now }));
  }
}

export default function TemplatesRoute() {
  const { items, design } = useLoaderData<typeof loader>();
  return <TemplatesPage items={items} design={design} actions={useGalleryActions()} />;
}
