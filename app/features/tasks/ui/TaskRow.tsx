import { BlockStack, Button, InlineGrid, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import { type TaskItem, type TaskState, YOU } from "../schema";

import { Written } from "./Written";

export type TaskRowActions = {
  isBusy: boolean;
  onSettle: (taskId: string, to: TaskState) => void;
  onEdit: (task: TaskItem) => void;
};

/** One task: what is to be done, about whom, by when and by whom, and what can be done with it. */
export function TaskRow({
  task,
  actions,
  isOfCustomer = false,
}: {
  task: TaskItem;
  actions: TaskRowActions;
  /** It stands on its customer's own page. */
  isOfCustomer?: boolean;
}) {
  const { t } = useTranslation("tasks");
  const { customer } = task;
  return (
    <InlineGrid columns={isOfCustomer ? 1 : { xs: 1, md: "1fr auto" }} gap="200" alignItems="start">
      <BlockStack gap="100">
        <Text as="h3" variant="bodyMd" fontWeight="semibold" breakWord>
          {task.title}
        </Text>
        {customer && !isOfCustomer ? (
          <Text as="p" breakWord>
            <Link url={`/app/customers/${customer.id}`}>{customer.name || t("item.nameless")}</Link>
          </Text>
        ) : null}
        {task.detail === null ? null : <Written text={task.detail} isSubdued />}
        <Facts task={task} isUnderDue={!isOfCustomer} />
      </BlockStack>
      <TaskButtons task={task} actions={actions} />
    </InlineGrid>
  );
}

/** `isUnderDue`: it stands under a heading that says already when it is due. */
function Facts({ task, isUnderDue }: { task: TaskItem; isUnderDue: boolean }) {
  const { t } = useTranslation("tasks");
  const settled = useSettled(task);
  const format = useFormat();
  const { due, dueOn, owner, origin } = task;
  const dated = dueOn === null ? null : t("item.dueOn", { day: format.day(dueOn) });
  const day = due === "overdue" && !isUnderDue ? `${t("due.overdue")} · ${dated}` : dated;
  const rest = [
    owner === null ? null : t("item.owner", { owner }),
    origin === "staff" ? null : t(`origin.${origin}`),
    settled,
  ].filter((text) => text !== null);
  return (
    <InlineStack gap="200">
      {day === null ? null : (
        <Text as="span" variant="bodySm" tone={due === "overdue" ? "critical" : "subdued"}>
          {due === "today" ? t("item.today") : day}
        </Text>
      )}
      {rest.map((text) => (
        <Text key={text} as="span" variant="bodySm" tone="subdued" breakWord>
          {text}
        </Text>
      ))}
    </InlineStack>
  );
}

/** When it was done or dropped and by whom; null while it is open. */
function useSettled({ state, settledAt, settledBy }: TaskItem): string | null {
  const { t } = useTranslation("tasks");
  const format = useFormat();
  if (state === "open" || settledAt === null) return null;
  const day = format.dayOf(settledAt);
  if (settledBy === null) return t(`item.${state}`, { day });
  const who = settledBy === YOU ? t("who.you") : t("who.staff", { id: settledBy });
  return t(`item.${state}By`, { day, who });
}

function TaskButtons({ task, actions }: { task: TaskItem; actions: TaskRowActions }) {
  const { t } = useTranslation("tasks");
  const { id, title, state } = task;
  const { isBusy, onSettle, onEdit } = actions;
  const named = (name: "done" | "edit" | "drop" | "reopen") => ({
    accessibilityLabel: t(`actions.${name}Of`, { title }),
    disabled: isBusy,
  });
  if (state !== "open")
    return (
      <InlineStack>
        <Button {...named("reopen")} onClick={() => onSettle(id, "open")}>
          {t("actions.reopen")}
        </Button>
      </InlineStack>
    );
  return (
    <InlineStack gap="200">
      <Button {...named("done")} onClick={() => onSettle(id, "done")}>
        {t("actions.done")}
      </Button>
      <Button variant="tertiary" {...named("edit")} onClick={() => onEdit(task)}>
        {t("actions.edit")}
      </Button>
      <Button variant="tertiary" {...named("drop")} onClick={() => onSettle(id, "dropped")}>
        {t("actions.drop")}
      </Button>
    </InlineStack>
  );
}
