import { FormLayout, Modal, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { type KnownOwner, LIMITS, type TaskItem } from "../schema";

import { CustomerField } from "./CustomerField";
import { OwnerField } from "./OwnerField";
import { newFormKey, useTaskActions } from "./use-task-actions";
import { useProblemText } from "./use-problem-text";

/** A task to be changed, or a new one: of a given customer, or of whom is chosen here. */
export type TaskInHand = { kind: "new"; customerId: string | null } | { kind: "edit"; task: TaskItem };

type Props = { inHand: TaskInHand; owners: readonly KnownOwner[]; onClose: () => void };

/** The form of a task. It closes when the server has taken it. */
export function TaskDialog({ inHand, owners, onClose }: Props) {
  const { t } = useTranslation("tasks");
  const actions = useTaskActions();
  const [key] = useState(newFormKey);
  const [wish, setWish] = useState(() => wishOf(inHand));
  const [customerId, setCustomerId] = useState(inHand.kind === "new" ? (inHand.customerId ?? "") : "");
  const change = (part: Partial<typeof wish>) => setWish((before) => ({ ...before, ...part }));
  const { answer } = actions;
  const isTaken = answer?.outcome === "created" || answer?.outcome === "changed";
  useEffect(() => {
    if (isTaken) onClose();
  }, [isTaken, onClose]);
  const errorOf = useProblemText(answer);
  const save = () =>
    inHand.kind === "edit"
      ? actions.onChange(inHand.task.id, wish)
      : actions.onCreate(key, { ...wish, customerId });
  return (
    <Modal
      open
      title={t(`form.${inHand.kind}`)}
      onClose={onClose}
      primaryAction={{
        content: t(inHand.kind === "edit" ? "form.save" : "form.create"),
        loading: actions.isBusy,
        onAction: save,
      }}
      secondaryActions={[{ content: t("form.cancel"), onAction: onClose }]}
    >
      <Modal.Section>
        <FormLayout>
          <TextField
            label={t("form.title")}
            autoComplete="off"
            autoFocus
            maxLength={LIMITS.titleLength}
            value={wish.title}
            onChange={(title) => change({ title })}
            {...errorOf("title")}
          />
          {inHand.kind === "new" && inHand.customerId === null ? (
            <CustomerField onChange={setCustomerId} />
          ) : null}
          <FormLayout.Group>
            <TextField
              type="date"
              label={t("form.dueOn")}
              autoComplete="off"
              value={wish.dueOn}
              onChange={(dueOn) => change({ dueOn })}
              {...errorOf("dueOn")}
            />
            <OwnerField
              owners={owners}
              value={wish.owner}
              onChange={(owner) => change({ owner })}
              {...errorOf("owner")}
            />
          </FormLayout.Group>
          <TextField
            label={t("form.detail")}
            autoComplete="off"
            multiline={3}
            maxLength={LIMITS.detailLength}
            value={wish.detail}
            onChange={(detail) => change({ detail })}
            {...errorOf("detail")}
          />
        </FormLayout>
      </Modal.Section>
    </Modal>
  );
}

function wishOf(inHand: TaskInHand) {
  if (inHand.kind === "new") return { title: "", detail: "", dueOn: "", owner: "" };
  const { title, detail, dueOn, owner } = inHand.task;
  return { title, detail: detail ?? "", dueOn: dueOn ?? "", owner: owner ?? "" };
}
