import { Badge, BlockStack, Box, Button, ButtonGroup, Card, InlineStack, Text } from "@shopify/polaris";
import { ArrowDownIcon, ArrowUpIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import type { FieldItem } from "../schema";

type Props = {
  fields: readonly FieldItem[];
  isBusy: boolean;
  onChange: (field: FieldItem) => void;
  onArchive: (field: FieldItem) => void;
  onMove: (field: FieldItem, by: "up" | "down") => void;
};

/** The fields in use, in the order in which a customer's page has them. */
export function FieldList({ fields, isBusy, onChange, onArchive, onMove }: Props) {
  const { t } = useTranslation("customer-fields");
  return (
    <Card padding="0">
      <BlockStack as="ul">
        {fields.map((field, index) => (
          <li key={field.id}>
            <Box
              padding="400"
              {...(index > 0
                ? { borderBlockStartWidth: "025" as const, borderColor: "border" as const }
                : {})}
            >
              <InlineStack align="space-between" blockAlign="center" gap="300">
                <FieldSummary field={field} />
                <ButtonGroup>
                  {(["up", "down"] as const).map((by) => (
                    <Button
                      key={by}
                      variant="tertiary"
                      icon={by === "up" ? ArrowUpIcon : ArrowDownIcon}
                      accessibilityLabel={t(`move.${by}`, { name: field.name })}
                      disabled={isBusy || index === (by === "up" ? 0 : fields.length - 1)}
                      onClick={() => onMove(field, by)}
                    />
                  ))}
                  <Button
                    accessibilityLabel={t("change.of", { name: field.name })}
                    disabled={isBusy}
                    onClick={() => onChange(field)}
                  >
                    {t("change.action")}
                  </Button>
                  <Button
                    variant="tertiary"
                    accessibilityLabel={t("archive.of", { name: field.name })}
                    disabled={isBusy}
                    onClick={() => onArchive(field)}
                  >
                    {t("archive.action")}
                  </Button>
                </ButtonGroup>
              </InlineStack>
            </Box>
          </li>
        ))}
      </BlockStack>
    </Card>
  );
}

/** What a field is called, what it holds and how many customers have something in it. */
export function FieldSummary({ field: { name, kind, choices, usedCount } }: { field: FieldItem }) {
  const { t } = useTranslation("customer-fields");
  const { count } = useFormat();
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" blockAlign="center">
        <Text as="h2" variant="headingSm" breakWord>
          {name}
        </Text>
        <Badge>{t(`kind.${kind}`)}</Badge>
      </InlineStack>
      {choices.length > 0 ? (
        <Text as="p" variant="bodySm" tone="subdued" breakWord>
          {choices.map(({ label }) => label).join(" · ")}
        </Text>
      ) : null}
      <Text as="p" variant="bodySm" tone="subdued">
        {t("used", { count: usedCount, people: count(usedCount) })}
      </Text>
    </BlockStack>
  );
}
