import { BlockStack, Button, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { RecipeItem, TakenRecipe } from "~/engine/flows/presenter.server";
import { ConfirmDialog } from "~/ui/ConfirmDialog";

import { StateBadge } from "./StateBadge";
import { StepOutline } from "./StepOutline";
import type { FlowWords } from "./use-flow-words";
import type { GalleryActions } from "./use-gallery-actions";

type Props = { recipe: RecipeItem; words: FlowWords; actions: GalleryActions };

/** What a ready-made flow does, the flows there are of it, and the way to take it. */
export function RecipeCard({ recipe, words, actions }: Props) {
  const { t } = useTranslation("flow-screens");
  const { key, textNamespace, definition, taken, page } = recipe;
  const name = t(`${textNamespace}:recipes.${key}.name`);
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h3" variant="headingMd">
            {name}
          </Text>
          <Text as="p">{t(`${textNamespace}:recipes.${key}.promise`)}</Text>
        </BlockStack>
        <Text as="p" tone="subdued" breakWord>
          {t("gallery.begins", { trigger: words.trigger(definition.trigger) })}
        </Text>
        <StepOutline steps={definition.steps} words={words} />
        {taken.length > 0 ? <TakenList taken={taken} /> : null}
        {page === null ? null : <Link url={page}>{t("gallery.page")}</Link>}
        <TakeButton recipe={recipe} name={name} actions={actions} />
      </BlockStack>
    </Card>
  );
}

function TakenList({ taken }: { taken: readonly TakenRecipe[] }) {
  const { t } = useTranslation("flow-screens");
  return (
    <BlockStack gap="100">
      <Text as="p" fontWeight="semibold">
        {t("gallery.taken")}
      </Text>
      {taken.map(({ flowId, name, state }) => (
        <InlineStack key={flowId} gap="200" blockAlign="center">
          <Link url={`/app/flows/${flowId}`}>{name}</Link>
          <StateBadge state={state} />
        </InlineStack>
      ))}
    </BlockStack>
  );
}

/** Takes a recipe; a second time only after a question, and not where both would write to the same people. */
function TakeButton({
  recipe: { key, taken, isSole },
  name,
  actions,
}: Pick<Props, "recipe" | "actions"> & { name: string }) {
  const { t } = useTranslation("flow-screens");
  const [isAsking, setAsking] = useState(false);
  const [first] = taken;
  if (first && isSole)
    return (
      <Text as="p" tone="subdued">
        {t("gallery.sole")}
      </Text>
    );
  return (
    <>
      <Button
        disabled={actions.isBusy}
        accessibilityLabel={t(first ? "gallery.copyNamed" : "gallery.useNamed", { name })}
        onClick={() => (first ? setAsking(true) : actions.onUse(key))}
      >
        {t(first ? "gallery.copy" : "gallery.use")}
      </Button>
      {isAsking ? (
        <ConfirmDialog
          title={t("gallery.copyTitle", { name })}
          text={t("gallery.copyText")}
          action={t("gallery.copy")}
          back={t("change.cancel")}
          isDestructive={false}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            actions.onUse(key, true);
          }}
        />
      ) : null}
    </>
  );
}
