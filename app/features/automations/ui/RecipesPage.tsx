import { BlockStack, Box, Button, Card, Page, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { RecipeItem } from "~/engine/flows/presenter.server";

import type { Gallery } from "../flow-screens/gallery/presenter.server";
import styles from "./Flows.module.css";
import { RecipeCard } from "./RecipeCard";
import type { GalleryActions } from "./use-gallery-actions";
import { useFlowWords } from "./use-flow-words";

/** In the order of a customer's life. */
const STAGES = [
  "welcome",
  "cart",
  "after-order",
  "loyalty",
  "anniversary",
  "winback",
  "vip",
] as const satisfies readonly RecipeItem["stage"][];

/** Flows that work with no set-up, and the way to begin with nothing. */
export function RecipesPage({
  data: { recipes, materials },
  actions,
}: {
  data: Gallery;
  actions: GalleryActions;
}) {
  const { t } = useTranslation("flow-screens");
  const words = useFlowWords(materials);
  const stages = STAGES.filter((stage) => recipes.some((recipe) => recipe.stage === stage));
  return (
    <Page
      title={t("gallery.title")}
      subtitle={t("gallery.subtitle")}
      backAction={{ content: t("list.title"), url: "/app/flows" }}
    >
      <BlockStack gap="600">
        <Card>
          <div className={styles.row}>
            <BlockStack gap="100">
              <Text as="h2" variant="headingMd">
                {t("gallery.empty.title")}
              </Text>
              <Text as="p" tone="subdued">
                {t("gallery.empty.text")}
              </Text>
            </BlockStack>
            <Button disabled={actions.isBusy} onClick={() => actions.onUse("")}>
              {t("gallery.empty.action")}
            </Button>
          </div>
        </Card>
        {recipes.length === 0 ? (
          <Text as="p" tone="subdued">
            {t("gallery.none")}
          </Text>
        ) : null}
        {stages.map((stage) => (
          <BlockStack key={stage} gap="300">
            <Text as="h2" variant="headingLg">
              {t(`stage.${stage}`)}
            </Text>
            <ul className={styles.recipes}>
              {recipes
                .filter((recipe) => recipe.stage === stage)
                .map((recipe) => (
                  <li key={recipe.key}>
                    <RecipeCard recipe={recipe} words={words} actions={actions} />
                  </li>
                ))}
            </ul>
          </BlockStack>
        ))}
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
