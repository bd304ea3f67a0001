import { presentRecipes, type RecipeItem } from "~/engine/flows/presenter.server";
import { createFlow, createFromRecipe } from "~/engine/flows/service.server";
import type { RootDb } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import { getShop } from "~/shops/repository.server";
import type { Locale } from "~/shops/schema";

import type { GalleryAction, GalleryAnswer } from "../schema";

type Beginning = { shopId: string; locale: Locale; now: Date; asked: GalleryAction };

/**
 * A new draft of a recipe, called as the recipe is; with an empty key, one that holds nothing yet.
 *
 * A recipe that is in use is taken again only by who says so, and not at all where two of it would write to the same
 * people about the same thing.
 */
export async function beginFlow(
  db: RootDb,
  { asked: { recipeKey, isCopy }, ...shop }: Beginning,
): Promise<GalleryAnswer> {
  if (recipeKey === "") {
    const translate = await getTranslator(shop.locale, "flow-screens");
    return createFlow(db, { ...shop, name: translate("gallery.untitled") });
  }
  const recipe = await findRecipe(db, shop, recipeKey);
  if (!recipe) return { outcome: "unknown-recipe" };
  const [taken] = recipe.taken;
  if (taken && (recipe.isSole || !isCopy)) return { outcome: "taken", flowId: taken.flowId };
  const translate = await getTranslator(shop.locale, recipe.textNamespace);
  return createFromRecipe(db, { ...shop, recipeKey, name: translate(`recipes.${recipeKey}.name`) });
}

async function findRecipe(
  db: RootDb,
  { shopId, locale }: Pick<Beginning, "shopId" | "locale">,
  recipeKey: string,
): Promise<RecipeItem | undefined> {
  const { currencyCode } = await getShop(db, { shopId });
  const recipes = await presentRecipes(db, { shopId, locale, currencyCode });
  return recipes.find(({ key }) => key === recipeKey);
}
