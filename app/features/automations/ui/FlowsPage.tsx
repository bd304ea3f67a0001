import { BlockStack, Box, Card, Page, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { CardHead } from "~/ui/CardHead";
import { DateTime } from "~/ui/DateTime";
import { EmptyNotice } from "~/ui/EmptyNotice";

import type { FlowList, ListedFlow } from "../flow-screens/list/presenter.server";
import type { FlowChange } from "../flow-screens/schema";
import { ChangeDialog } from "./ChangeDialog";
import { FlowFigures } from "./FlowFigures";
import { FlowMenu } from "./FlowMenu";
import { StateBadge } from "./StateBadge";
import { type FlowWords, useFlowWords } from "./use-flow-words";
import type { ListActions } from "./use-list-actions";

type Asked = { flow: ListedFlow; kind: FlowChange };

/** All flows: where each stands, how it begins, who went through it and what that brought. */
export function FlowsPage({ data: { flows, materials }, actions }: { data: FlowList; actions: ListActions }) {
  const { t } = useTranslation("flow-screens");
  const words = useFlowWords(materials);
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <Page
      title={t("list.title")}
      subtitle={t("list.subtitle")}
      primaryAction={{ content: t("list.create"), url: "/app/flows/new" }}
    >
      {flows.length === 0 ? (
        <EmptyNotice
          title={t("list.empty.title")}
          text={t("list.empty.text")}
          action={{ label: t("list.empty.action"), url: "/app/flows/new" }}
        />
      ) : (
        <BlockStack gap="400" as="ul">
          {flows.map((flow) => (
            <li key={flow.id}>
              <FlowCard
                flow={flow}
                words={words}
                currencyCode={materials.currencyCode}
                onAsk={(kind) => setAsked({ flow, kind })}
              />
            </li>
          ))}
        </BlockStack>
      )}
      {asked ? (
        <ChangeDialog
          name={asked.flow.name}
          kind={asked.kind}
          onClose={() => setAsked(null)}
          onConfirm={() => {
            actions.onChange(asked.kind, asked.flow.id);
            setAsked(null);
          }}
        />
      ) : null}
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function FlowCard({
  flow,
  words,
  currencyCode,
  onAsk,
}: {
  flow: ListedFlow;
  words: FlowWords;
  currencyCode: string;
  onAsk: (kind: FlowChange) => void;
}) {
  const { t } = useTranslation("flow-screens");
  return (
    <Card>
      <BlockStack gap="300">
        <CardHead
          name={flow.name}
          url={`/app/flows/${flow.id}`}
          text={flow.trigger ? words.trigger(flow.trigger) : t("words.noTrigger")}
        >
          <StateBadge state={flow.state} />
          <FlowMenu flow={flow} onAsk={onAsk} />
        </CardHead>
        <FlowFigures flow={flow} currencyCode={currencyCode} />
        <Text as="p" variant="bodySm" tone="subdued">
          {t("list.changed")} <DateTime at={flow.updatedAt} />
        </Text>
      </BlockStack>
    </Card>
  );
}
