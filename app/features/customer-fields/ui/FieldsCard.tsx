import { BlockStack, Button, Card, FormLayout, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { writeTypedNumber } from "~/kit/typed-amount";
import { useLocale } from "~/ui/locale-context";
import { useSavedForm } from "~/ui/use-saved-form";

import type { CardField, FieldsCardData } from "../values/schema";

import type { CardActions } from "./use-card-actions";
import { ValueField } from "./ValueField";

type Props = { card: FieldsCardData; actions: CardActions };

const PAGE = "/app/settings/fields";

/** The merchant's own fields on a customer's page. What is typed is saved together. */
export function FieldsCard({ card: { fields, archivedCount }, actions: { answer, isBusy, onSave } }: Props) {
  const { t } = useTranslation("customer-fields");
  const saved = valuesOf(fields, useLocale());
  const { form, isDirty, change, discard } = useSavedForm(saved);
  const problems = answer?.outcome === "invalid" && isDirty ? answer.problems : [];
  const errorOf = (fieldId: string) => {
    const problem = problems.find((one) => one.fieldId === fieldId);
    return problem ? { error: t(`problems.${problem.code}`, problem.params) } : {};
  };
  const changed = Object.fromEntries(
    fields.flatMap(({ id }) => (form[id] === saved[id] ? [] : [[id, form[id] ?? ""]])),
  );
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {t("card.title")}
          </Text>
          <Link url={PAGE}>{t("card.manage")}</Link>
        </InlineStack>
        {fields.length === 0 ? (
          <Text as="p" tone="subdued">
            {t("card.none")}
          </Text>
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (isDirty && !isBusy) onSave(changed);
            }}
          >
            <FormLayout>
              {fields.map((field) => (
                <ValueField
                  key={field.id}
                  field={field}
                  value={form[field.id] ?? ""}
                  onChange={(value) => change({ [field.id]: value })}
                  {...errorOf(field.id)}
                />
              ))}
              {isDirty ? (
                <InlineStack gap="200">
                  <Button submit variant="primary" loading={isBusy}>
                    {t("card.save")}
                  </Button>
                  <Button onClick={discard} disabled={isBusy}>
                    {t("card.discard")}
                  </Button>
                </InlineStack>
              ) : null}
            </FormLayout>
          </form>
        )}
        {archivedCount > 0 ? (
          <Text as="p" variant="bodySm" tone="subdued">
            {t("card.archived", { count: archivedCount })}
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}

/** By the field's id; numbers as a reader of `locale` writes them. */
function valuesOf(fields: readonly CardField[], locale: string): Record<string, string> {
  const shown = ({ kind, written }: CardField) =>
    kind === "number" && written !== "" ? writeTypedNumber(Number(written), locale) : written;
  return Object.fromEntries(fields.map((field) => [field.id, shown(field)]));
}
