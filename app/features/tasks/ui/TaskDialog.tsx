import { Banner, BlockStack, Button, FormLayout, Modal, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import type { TaskAnswer, TaskWording } from "../asked/schema";
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
  const others = useOthers(answer);
  const save = () =>
    inHand.kind === "edit"
      ? actions.onChange(inHand.task.id, (others ?? inHand.task).mark, wish)
      : actions.onCreate(key, { ...wish, customerId });
  return (
    <Modal
      open
      title={t(`form.${inHand.kind}`)}
      onClose={onClose}
      primaryAction={{
        content: t(inHand.kind === "new" ? "form.create" : others ? "form.saveMine" : "form.save"),
        loading: actions.isBusy,
        onAction: save,
      }}
      secondaryActions={[{ content: t("form.cancel"), onAction: onClose }]}
    >
      <Modal.Section>
        <FormLayout>
          {others ? <Overtaken others={others} onTake={() => setWish(wishOf(others))} /> : null}
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

/** What somebody else has written meanwhile, as the last refusal told it; null while nobody has. */
function useOthers(answer: TaskAnswer | undefined): TaskWording | null {
  const [others, setOthers] = useState<TaskWording | null>(null);
  const told = answer?.outcome === "overtaken" ? answer.task : null;
  if (told && told.mark !== others?.mark) setOthers(told);
  return others;
}

/** Nothing was saved: shows what stands there now, to be taken over or, knowingly, written over. */
function Overtaken({ others, onTake }: { others: TaskWording; onTake: () => void }) {
  const { t } = useTranslation("tasks");
  const { day } = useFormat();
  const { title, detail, dueOn, owner } = others;
  const parts = [
    ...(dueOn ? [t("form.overtaken.dueOn", { day: day(dueOn) })] : []),
    ...(owner ? [t("form.overtaken.owner", { owner })] : []),
  ];
  return (
    <Banner tone="warning" title={t("form.overtaken.title")}>
      <BlockStack gap="200" inlineAlign="start">
        <Text as="p">{t("form.overtaken.text")}</Text>
        <Text as="p" fontWeight="semibold" breakWord>
          {title}
        </Text>
        {parts.length > 0 ? <Text as="p">{parts.join(" · ")}</Text> : null}
        {detail ? (
          <Text as="p" breakWord>
            {detail}
          </Text>
        ) : null}
        <Button onClick={onTake}>{t("form.overtaken.take")}</Button>
      </BlockStack>
    </Banner>
  );
}

function wishOf(of: TaskInHand | TaskWording) {
  if ("kind" in of && of.kind === "new") return { title: "", detail: "", dueOn: "", owner: "" };
  const { title, detail, dueOn, owner } = "kind" in of ? of.task : of;
  return { title, detail: detail ?? "", dueOn: dueOn ?? "", owner: owner ?? "" };
}
