import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { presentRecipeGallery } from "~/features/automations/flow-screens/gallery/presenter.server";
import { beginFlow } from "~/features/automations/flow-screens/gallery/service.server";
import { GalleryActionSchema, type GalleryAnswer } from "~/features/automations/flow-screens/schema";
import { RecipesPage } from "~/features/automations/ui/RecipesPage";
import { useGalleryActions } from "~/features/automations/ui/use-gallery-actions";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shopId, locale, now } = await requireShop(request);
  return presentRecipeGallery(db, { shopId, locale, now });
}

export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, locale, now } = await requireShop(request);
  const asked = GalleryActionSchema.safeParse(Object.fromEntries(await request.formData()));
  if (!asked.success) return data<GalleryAnswer>({ outcome: "invalid" }, { status: 422 });
  const answer = await beginFlow(db, { asked: asked.data, shopId, locale, now });
  return data<GalleryAnswer>(answer, { status: STATUS[answer.outcome] });
}

const STATUS = {
  created: 201,
  taken: 409,
  invalid: 422,
  "invalid-name": 422,
  "unknown-recipe": 404,
} as const;

export default function RecipesRoute() {
  return <RecipesPage data={useLoaderData<typeof loader>()} actions={useGalleryActions()} />;
}
