import { useSearchParams } from "@remix-run/react";
import {
  Badge,
  BlockStack,
  Box,
  Card,
  Divider,
  InlineStack,
  Link,
  Page,
  Pagination,
  Text,
} from "@shopify/polaris";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";

import type { RunItem } from "~/engine/flows/presenter.server";
import { RUN_STATES, type RunState } from "~/engine/flows/schema";
import { DateTime } from "~/ui/DateTime";

import type { FlowRuns } from "../flow-screens/runs/presenter.server";
import { ChoiceSelect } from "./fields/ChoiceSelect";
import styles from "./Flows.module.css";

/** Everybody who entered a flow, the newest first, narrowed by where they stand. */
export function RunsPage({ data: { flow, state, runs } }: { data: FlowRuns }) {
  const { t } = useTranslation("flow-screens");
  const [, setSearch] = useSearchParams();
  const show = (next: { state: RunState | ""; page: number }) =>
    setSearch({
      ...(next.state === "" ? {} : { state: next.state }),
      ...(next.page > 1 ? { page: String(next.page) } : {}),
    });
  return (
    <Page
      title={t("runs.title")}
      subtitle={flow.name}
      backAction={{ content: flow.name, url: `/app/flows/${flow.id}` }}
    >
      <Card padding="0">
        <Box padding="400">
          <ChoiceSelect<RunState | "">
            label={t("runs.state")}
            value={state ?? ""}
            choices={[
              { value: "", label: t("runs.anyState") },
              ...RUN_STATES.map((one) => ({ value: one, label: t(`flows:runState.${one}`) })),
            ]}
            onChange={(next) => show({ state: next, page: 1 })}
          />
        </Box>
        {runs.items.length === 0 ? (
          <Box padding="400">
            <Text as="p" tone="subdued">
              {t(state === null ? "runs.empty" : "runs.noneSuch")}
            </Text>
          </Box>
        ) : null}
        {runs.items.map((run) => (
          <Fragment key={run.id}>
            <Divider />
            <RunRow run={run} />
          </Fragment>
        ))}
        <Box padding="400" background="bg-surface-secondary">
          <BlockStack gap="200" inlineAlign="center">
            <Text as="p" variant="bodySm" tone="subdued">
              {t("runs.count", { count: runs.totalCount })} ·{" "}
              {t("page", { page: runs.page, pageCount: runs.pageCount })}
            </Text>
            <Pagination
              hasPrevious={runs.page > 1}
              hasNext={runs.page < runs.pageCount}
              onPrevious={() => show({ state: state ?? "", page: runs.page - 1 })}
              onNext={() => show({ state: state ?? "", page: runs.page + 1 })}
            />
          </BlockStack>
        </Box>
      </Card>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function RunRow({ run }: { run: RunItem }) {
  const { t } = useTranslation("flow-screens");
  const name = run.customer ? run.customer.name || t("runs.nameless") : t("runs.guest");
  return (
    <Box padding="400">
      <div className={styles.row}>
        <BlockStack gap="100">
          <Link url={`/app/flows/${run.flowId}/runs/${run.id}`} removeUnderline>
            {name}
          </Link>
          <Text as="span" variant="bodySm" tone="subdued">
            {t("runs.entered")} <DateTime at={run.enteredAt} />
          </Text>
        </BlockStack>
        <InlineStack gap="200" blockAlign="center">
          {run.wakeAt === null ? null : (
            <Text as="span" variant="bodySm" tone="subdued">
              {t("runs.until")} <DateTime at={run.wakeAt} />
            </Text>
          )}
          <Badge>{t(`flows:runState.${run.state}`)}</Badge>
        </InlineStack>
      </div>
    </Box>
  );
}
