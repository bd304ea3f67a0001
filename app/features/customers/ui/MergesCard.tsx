import { BlockStack, Button, Card, InlineStack, List, Modal, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import type { MergedPerson } from "../merges/schema";
import type { MergeActions } from "./use-merge-actions";

/** Who was merged into the customer, with a way back. */
export function MergesCard({ merges, actions }: { merges: readonly MergedPerson[]; actions: MergeActions }) {
  const { t } = useTranslation("customers");
  const [asked, setAsked] = useState<MergedPerson | null>(null);
  if (merges.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("merge.title")}
        </Text>
        {merges.map((person) => (
          <Merged key={person.mergeId} person={person} actions={actions} onAsk={() => setAsked(person)} />
        ))}
      </BlockStack>
      {asked ? (
        <UndoModal
          person={asked}
          onClose={() => setAsked(null)}
          onConfirm={() => {
            setAsked(null);
            actions.onUndo(asked.mergeId);
          }}
        />
      ) : null}
    </Card>
  );
}

function Merged({
  person,
  actions,
  onAsk,
}: {
  person: MergedPerson;
  actions: MergeActions;
  onAsk: () => void;
}) {
  const { t } = useTranslation("customers");
  const format = useFormat();
  const name = useMergedName(person);
  return (
    <BlockStack gap="100">
      <Text as="p" breakWord>
        {t("merge.from", { name, on: format.dayOf(person.mergedAt) })}
      </Text>
      {person.canUndo ? (
        <InlineStack>
          <Button
            variant="plain"
            disabled={actions.isUndoing}
            accessibilityLabel={t("merge.undoOf", { name })}
            onClick={onAsk}
          >
            {t("merge.undo")}
          </Button>
        </InlineStack>
      ) : (
        <Text as="p" variant="bodySm" tone="subdued">
          {t("merge.later")}
        </Text>
      )}
    </BlockStack>
  );
}

/** What would go back, before it does. */
function UndoModal({
  person,
  onClose,
  onConfirm,
}: {
  person: MergedPerson;
  onClose: () => void;
  onConfirm: () => void;
}) {
  const { t } = useTranslation("customers");
  const format = useFormat();
  const name = useMergedName(person);
  return (
    <Modal
      open
      title={t("merge.question", { name })}
      onClose={onClose}
      primaryAction={{ content: t("merge.confirm"), destructive: true, onAction: onConfirm }}
      secondaryActions={[{ content: t("merge.cancel"), onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="300">
          <Text as="p">{t("merge.effect")}</Text>
          {person.moved.length > 0 ? (
            <List>
              {person.moved.map(({ kind, count }) => (
                <List.Item key={kind}>{t(`merge.moved.${kind}`, { value: format.count(count) })}</List.Item>
              ))}
            </List>
          ) : (
            <Text as="p">{t("merge.nothing")}</Text>
          )}
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

function useMergedName({ name, email }: MergedPerson): string {
  const { t } = useTranslation("customers");
  if (name && email) return `${name} (${email})`;
  return name ?? email ?? t("nameless");
}
