import { BlockStack, Box, Page } from "@shopify/polaris";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";

import { AsOf } from "~/ui/AsOf";
import { EmptyNotice } from "~/ui/EmptyNotice";

import { taskListUrl, type TaskQuery, type TasksPageData } from "../schema";

import { TaskDialog, type TaskInHand } from "./TaskDialog";
import { TaskList } from "./TaskList";
import { useTaskActions } from "./use-task-actions";

type Props = { data: TasksPageData; onNavigate: (url: string) => void };

/** What the staff has to do. */
export function TasksPage({ data, onNavigate }: Props) {
  const { t } = useTranslation("tasks");
  const { isBusy, onSettle } = useTaskActions();
  const [inHand, setInHand] = useState<TaskInHand | null>(null);
  const close = useCallback(() => setInHand(null), []);
  const show = (part: Partial<TaskQuery>) => onNavigate(taskListUrl({ ...data.query, page: 1, ...part }));
  const isEmpty = data.query.owner === null && Object.values(data.counts).every((count) => count === 0);
  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle")}
      titleMetadata={<AsOf at={data.asOf} />}
      primaryAction={{ content: t("new"), onAction: () => setInHand({ kind: "new", customerId: null }) }}
    >
      <BlockStack gap="400">
        {isEmpty ? (
          <EmptyNotice title={t("empty.title")} text={t("empty.text")} />
        ) : (
          <TaskList
            data={data}
            actions={{ isBusy, onSettle, onEdit: (task) => setInHand({ kind: "edit", task }) }}
            onShow={show}
          />
        )}
      </BlockStack>
      <Box paddingBlockEnd="800" />
      {inHand ? <TaskDialog inHand={inHand} owners={data.owners} onClose={close} /> : null}
    </Page>
  );
}
