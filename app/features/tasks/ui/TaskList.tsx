import { Box, Card, Pagination, Select, Tabs, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import {
  DUE_GROUPS,
  NOBODY,
  TASK_STATES,
  type TaskItem,
  type TaskQuery,
  type TasksPageData,
} from "../schema";

import { TaskRow, type TaskRowActions } from "./TaskRow";

type Props = {
  data: TasksPageData;
  actions: TaskRowActions;
  onShow: (part: Partial<TaskQuery>) => void;
};

/** Tasks of one state, open ones under when they are due; all of them, or one person's. */
export function TaskList({ data, actions, onShow }: Props) {
  const { t } = useTranslation("tasks");
  const { query, items, counts, pageCount } = data;
  const { state, page } = query;
  return (
    <Card padding="0">
      <Tabs
        tabs={TASK_STATES.map((name) => ({
          id: `tasks-${name}`,
          content: t(`tabs.${name}`),
          ...(name === "open" && counts.open > 0 ? { badge: String(counts.open) } : {}),
        }))}
        selected={TASK_STATES.indexOf(state)}
        onSelect={(index) => onShow({ state: TASK_STATES[index] ?? "open" })}
      />
      <OwnerFilter data={data} onShow={onShow} />
      {items.length === 0 ? (
        <Box padding="800">
          <Text as="p" tone="subdued" alignment="center">
            {t(`list.none.${state}`)}
          </Text>
        </Box>
      ) : null}
      {state === "open" ? (
        DUE_GROUPS.map((due) => (
          <Group
            key={due}
            title={t(`due.${due}`)}
            isUrgent={due === "overdue"}
            items={items.filter((item) => item.due === due)}
            actions={actions}
          />
        ))
      ) : (
        <Group title={t(`tabs.${state}`)} items={items} actions={actions} />
      )}
      {pageCount > 1 ? (
        <Pagination
          type="table"
          label={t("page", { page, pageCount })}
          hasPrevious={page > 1}
          hasNext={page < pageCount}
          onPrevious={() => onShow({ page: page - 1 })}
          onNext={() => onShow({ page: page + 1 })}
        />
      ) : null}
    </Card>
  );
}

function OwnerFilter({ data: { query, owners }, onShow }: Omit<Props, "actions">) {
  const { t } = useTranslation("tasks");
  if (owners.length === 0 && query.owner === null) return null;
  return (
    <Box padding="400" paddingBlockEnd="0">
      <Box maxWidth="320px">
        <Select
          label={t("owner.label")}
          value={query.owner ?? ""}
          options={[
            { value: "", label: t("owner.anybody") },
            { value: NOBODY, label: t("owner.nobody") },
            ...owners.map(({ key, name }) => ({ value: key, label: name })),
          ]}
          onChange={(owner) => onShow({ owner: owner || null })}
        />
      </Box>
    </Box>
  );
}

type GroupProps = {
  title: string;
  isUrgent?: boolean;
  items: readonly TaskItem[];
  actions: TaskRowActions;
};

function Group({ title, isUrgent = false, items, actions }: GroupProps) {
  if (items.length === 0) return null;
  return (
    <Box paddingBlockStart="400">
      <Box paddingInline="400" paddingBlockEnd="200">
        <Text as="h2" variant="headingSm" {...(isUrgent ? { tone: "critical" as const } : {})}>
          {title}
        </Text>
      </Box>
      {items.map((task) => (
        <Box key={task.id} padding="400" borderBlockStartWidth="025" borderColor="border-secondary">
          <TaskRow task={task} actions={actions} />
        </Box>
      ))}
    </Box>
  );
}
