import { BlockStack, Box, Button, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";

import { type CustomerTasks, TASKS_URL } from "../schema";

import { TaskDialog, type TaskInHand } from "./TaskDialog";
import { TaskRow } from "./TaskRow";
import { useTaskActions } from "./use-task-actions";

/** On a customer's page: what there is to do about them. */
export function CustomerTasksCard({ of: { customerId, tasks, taskCount, owners } }: { of: CustomerTasks }) {
  const { t } = useTranslation("tasks");
  const { isBusy, onSettle } = useTaskActions();
  const [inHand, setInHand] = useState<TaskInHand | null>(null);
  const close = useCallback(() => setInHand(null), []);
  const left = taskCount - tasks.length;
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="300">
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <Text as="h2" variant="headingMd">
              {t("card.tasks")}
            </Text>
            <Link url={TASKS_URL}>{t("card.all")}</Link>
          </InlineStack>
          {tasks.length === 0 ? (
            <Text as="p" tone="subdued">
              {t("card.none")}
            </Text>
          ) : null}
          <InlineStack>
            <Button onClick={() => setInHand({ kind: "new", customerId })}>{t("new")}</Button>
          </InlineStack>
        </BlockStack>
      </Box>
      {tasks.map((task) => (
        <Box key={task.id} padding="400" borderBlockStartWidth="025" borderColor="border-secondary">
          <TaskRow
            task={task}
            isOfCustomer
            actions={{ isBusy, onSettle, onEdit: (edited) => setInHand({ kind: "edit", task: edited }) }}
          />
        </Box>
      ))}
      {left > 0 ? (
        <Box padding="400">
          <Text as="p" tone="subdued">
            {t("card.more", { count: left })}
          </Text>
        </Box>
      ) : null}
      {inHand ? <TaskDialog inHand={inHand} owners={owners} onClose={close} /> : null}
    </Card>
  );
}
