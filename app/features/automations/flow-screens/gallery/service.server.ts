import { presentCatalogue } from "~/engine/flows/presenter.server";
import { createFlow, createFromRecipe, type CreateOutcome } from "~/engine/flows/service.server";
import type { RootDb } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import type { Locale } from "~/shops/schema";

/** A new draft of a recipe, called as the recipe is; with an empty key, one that holds nothing yet. */
export async function beginFlow(
  db: RootDb,
  { recipeKey, ...asked }: { shopId: string; locale: Locale; now: Date; recipeKey: string },
): Promise<CreateOutcome> {
  if (recipeKey === "") {
    const translate = await getTranslator(asked.locale, "flow-screens");
    return createFlow(db, { ...asked, name: translate("gallery.untitled") });
  }
  const recipe = presentCatalogue().recipes.find(({ key }) => key === recipeKey);
  if (!recipe) return { outcome: "unknown-recipe" };
  const translate = await getTranslator(asked.locale, recipe.textNamespace);
  return createFromRecipe(db, { ...asked, recipeKey, name: translate(`recipes.${recipeKey}.name`) });
}
