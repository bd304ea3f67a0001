import { Banner, BlockStack, Box, Button, Card, Page, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { ConfirmDialog } from "~/ui/ConfirmDialog";

import { FIELD_LIMITS, type FieldItem, type FieldsPageData } from "../schema";

import { ArchivedFields } from "./ArchivedFields";
import { FieldDialog } from "./FieldDialog";
import { FieldList } from "./FieldList";
import type { FieldActions } from "./use-field-actions";

type Props = { data: FieldsPageData; actions: FieldActions };

/** What the page asks about: a field that is made or changed, or one that is to go to the archive. */
type Asked = { kind: "new" } | { kind: "change" | "archive"; field: FieldItem };

/** The merchant's own fields of customers: made, named, ordered, put into the archive and brought back. */
export function FieldsPage({ data: { fields, archived }, actions }: Props) {
  const { t } = useTranslation("customer-fields");
  const [asked, setAsked] = useState<Asked | null>(null);
  const { answer, isBusy, onAsk } = actions;
  useEffect(() => {
    if (answer?.outcome === "created" || answer?.outcome === "changed") setAsked(null);
  }, [answer]);
  const isFull = fields.length >= FIELD_LIMITS.fields;
  const add = { content: t("add"), disabled: isFull || isBusy, onAction: () => setAsked({ kind: "new" }) };
  const problems = asked === null && answer?.outcome === "invalid" ? answer.problems : [];
  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle")}
      backAction={{ content: t("settings"), url: "/app/settings" }}
      primaryAction={add}
    >
      <BlockStack gap="400">
        {problems.map(({ code, params }) => (
          <Banner key={code} tone="critical">
            <p>{t(`problems.${code}`, params ?? {})}</p>
          </Banner>
        ))}
        {isFull ? (
          <Banner tone="info">
            <p>{t("problems.fields-full", { most: FIELD_LIMITS.fields })}</p>
          </Banner>
        ) : null}
        {fields.length === 0 ? (
          <NoFields onAdd={add.onAction} />
        ) : (
          <FieldList
            fields={fields}
            isBusy={isBusy}
            onChange={(field) => setAsked({ kind: "change", field })}
            onArchive={(field) => setAsked({ kind: "archive", field })}
            onMove={(field, by) => onAsk({ kind: "move", fieldId: field.id, by })}
          />
        )}
        {archived.length > 0 ? (
          <ArchivedFields
            fields={archived}
            isBusy={isBusy}
            onRestore={({ id }) => onAsk({ kind: "restore", fieldId: id })}
          />
        ) : null}
      </BlockStack>
      <Box paddingBlockEnd="800" />
      {asked?.kind === "new" || asked?.kind === "change" ? (
        <FieldDialog
          field={asked.kind === "change" ? asked.field : null}
          actions={actions}
          onClose={() => setAsked(null)}
        />
      ) : null}
      {asked?.kind === "archive" ? (
        <ConfirmDialog
          title={t("archive.title", { name: asked.field.name })}
          text={t("archive.text", { count: asked.field.usedCount })}
          action={t("archive.confirm")}
          back={t("back")}
          isDestructive={false}
          onClose={() => setAsked(null)}
          onConfirm={() => {
            onAsk({ kind: "archive", fieldId: asked.field.id });
            setAsked(null);
          }}
        />
      ) : null}
    </Page>
  );
}

function NoFields({ onAdd }: { onAdd: () => void }) {
  const { t } = useTranslation("customer-fields");
  return (
    <Card>
      <Box paddingBlock="800">
        <BlockStack gap="300" inlineAlign="center">
          <Text as="h2" variant="headingMd" alignment="center">
            {t("none.title")}
          </Text>
          <Box maxWidth="420px">
            <Text as="p" tone="subdued" alignment="center">
              {t("none.text")}
            </Text>
          </Box>
          <Button onClick={onAdd}>{t("none.action")}</Button>
        </BlockStack>
      </Box>
    </Card>
  );
}
