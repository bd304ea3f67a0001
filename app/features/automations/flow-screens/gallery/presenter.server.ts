import { presentRecipes, type RecipeItem } from "~/engine/flows/presenter.server";
import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import { loadMaterials, type Reader } from "../materials.server";
import type { Materials } from "../schema";

export type Gallery = { recipes: RecipeItem[]; materials: Materials };

/** Every recipe with its flow, as it would be for this shop. */
export async function presentRecipeGallery(db: Db, reader: Reader): Promise<Gallery> {
  const { currencyCode } = await getShop(db, reader);
  const recipes = await presentRecipes(db, { ...reader, currencyCode });
  const definitions = recipes.map(({ definition }) => definition);
  return { recipes, materials: await loadMaterials(db, reader, definitions) };
}
