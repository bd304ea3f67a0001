import { Banner, BlockStack, Box, Button, Card, Page, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { ConfirmDialog } from "~/ui/ConfirmDialog";

import { FIELD_LIMITS, type FieldItem, type FieldProblem, type FieldsPageData } from "../schema";

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
  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle")}
      backAction={{ content: t("settings"), url: "/app/settings" }}
      primaryAction={add}
    >
      <BlockStack gap="400">
        <Notices
          problems={asked === null && answer?.outcome === "invalid" ? answer.problems : []}
          isFull={isFull}
        />
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
      {asked ? <Dialog asked={asked} actions={actions} onClose={() => setAsked(null)} /> : null}
    </Page>
  );
}

/** What is wrong where no dialog can say it. */
function Notices({ problems, isFull }: { problems: readonly FieldProblem[]; isFull: boolean }) {
  const { t } = useTranslation("customer-fields");
  return (
    <>
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
    </>
  );
}

function Dialog({ asked, actions, onClose }: { asked: Asked; actions: FieldActions; onClose: () => void }) {
  const { t } = useTranslation("customer-fields");
  if (asked.kind !== "archive")
    return (
      <FieldDialog field={asked.kind === "change" ? asked.field : null} actions={actions} onClose={onClose} />
    );
  const { id, name, usedCount } = asked.field;
  return (
    <ConfirmDialog
      title={t("archive.title", { name })}
      text={t("archive.text", { count: usedCount })}
      action={t("archive.confirm")}
      back={t("back")}
      isDestructive={false}
      onClose={onClose}
      onConfirm={() => {
        actions.onAsk({ kind: "archive", fieldId: id });
        onClose();
      }}
    />
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
