import { FormLayout, Modal, Select, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import {
  FIELD_KINDS,
  FIELD_LIMITS,
  type FieldItem,
  type FieldKind,
  type FieldProblem,
  type TypedChoice,
} from "../schema";

import { ChoicesEditor } from "./ChoicesEditor";
import type { FieldActions } from "./use-field-actions";

type Form = { name: string; kind: FieldKind; choices: readonly TypedChoice[] };

const NEW: Form = { name: "", kind: "text", choices: [{ id: null, label: "" }] };

/** A field's name, what it holds, and what can be chosen. */
export function FieldDialog({
  field,
  actions: { answer, isBusy, onAsk },
  onClose,
}: {
  /** Null: a new one. */
  field: FieldItem | null;
  actions: FieldActions;
  onClose: () => void;
}) {
  const { t } = useTranslation("customer-fields");
  const [form, setForm] = useState<Form>(field ?? NEW);
  // What was answered before the dialog opened is not about it.
  const [first] = useState(answer);
  const change = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }));
  const problems = answer?.outcome === "invalid" && answer !== first ? answer.problems : [];
  const errorOf = (of: FieldProblem["field"]) => {
    const found = problems.filter((problem) => problem.field === of);
    const words = found.map(({ code, params }) => t(`problems.${code}`, params ?? {}));
    return words.length === 0 ? {} : { error: words.join(" ") };
  };
  const send = () => {
    const { name, kind, choices: typed } = form;
    const choices = JSON.stringify(kind === "choice" ? typed.map(({ id, label }) => ({ id, label })) : []);
    onAsk(
      field
        ? { kind: "change", fieldId: field.id, name, choices }
        : { kind: "create", name, of: kind, choices },
    );
  };
  return (
    <Modal
      open
      title={t(field ? "dialog.change" : "dialog.new")}
      onClose={onClose}
      primaryAction={{ content: t(field ? "dialog.save" : "dialog.create"), loading: isBusy, onAction: send }}
      secondaryActions={[{ content: t("back"), onAction: onClose }]}
    >
      <Modal.Section>
        <FormLayout>
          <TextField
            label={t("dialog.name")}
            autoComplete="off"
            maxLength={FIELD_LIMITS.nameLength}
            value={form.name}
            onChange={(name) => change({ name })}
            {...errorOf("name")}
          />
          {field ? (
            <Text as="p" tone="subdued">
              {t("dialog.kindStays", { kind: t(`kind.${field.kind}`) })}
            </Text>
          ) : (
            <Select
              label={t("dialog.kind")}
              helpText={t(`kindHelp.${form.kind}`)}
              options={FIELD_KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
              value={form.kind}
              onChange={(picked) => change({ kind: FIELD_KINDS.find((kind) => kind === picked) ?? "text" })}
            />
          )}
          {form.kind === "choice" ? (
            <ChoicesEditor
              choices={form.choices}
              onChange={(choices) => change({ choices })}
              {...errorOf("choices")}
            />
          ) : null}
        </FormLayout>
      </Modal.Section>
    </Modal>
  );
}
