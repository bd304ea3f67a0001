import { BlockStack, Box, Button, Card, InlineStack, Page, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useConditionSentence } from "~/engine/facts/ui/use-condition-sentence";
import { CardHead } from "~/ui/CardHead";
import { DateTime } from "~/ui/DateTime";

import type { CampaignList, ListedCampaign } from "../list/presenter.server";
import type { CampaignChange } from "../schema";
import { CampaignMenu } from "./CampaignMenu";
import { ChangeDialog } from "./ChangeDialog";
import { FigureGrid } from "./FigureGrid";
import { StateBadge } from "./StateBadge";
import type { ListActions } from "./use-list-actions";

type Asked = { campaign: ListedCampaign; kind: CampaignChange };

/** All campaigns: whom each is for, where it stands and what it brought. */
export function CampaignsPage({ data, actions }: { data: CampaignList; actions: ListActions }) {
  const { t } = useTranslation("campaigns");
  const { campaigns, materials } = data;
  const { sentence } = useConditionSentence(materials);
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle")}
      primaryAction={{
        content: t("list.invite"),
        loading: actions.isBusy,
        onAction: () => actions.onCreate("premiere"),
      }}
      secondaryActions={[{ content: t("list.create"), onAction: () => actions.onCreate("plain") }]}
    >
      {campaigns.length === 0 ? (
        <Nothing actions={actions} />
      ) : (
        <BlockStack gap="400" as="ul">
          {campaigns.map((campaign) => (
            <li key={campaign.id}>
              <CampaignCard
                campaign={campaign}
                audience={isEverybody(campaign) ? t("audience.everybody") : sentence(campaign.audience)}
                currencyCode={materials.currencyCode}
                onAsk={(kind) => setAsked({ campaign, kind })}
                onCopy={() => actions.onCopy(campaign.id)}
              />
            </li>
          ))}
        </BlockStack>
      )}
      {asked ? (
        <ChangeDialog
          name={asked.campaign.name}
          kind={asked.kind}
          onClose={() => setAsked(null)}
          onConfirm={() => {
            actions.onChange(asked.kind, asked.campaign.id);
            setAsked(null);
          }}
        />
      ) : null}
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function isEverybody({ audience }: ListedCampaign): boolean {
  return audience.kind === "all" && audience.of.length === 0;
}

function Nothing({ actions }: { actions: ListActions }) {
  const { t } = useTranslation("campaigns");
  return (
    <Card>
      <Box paddingBlock="800">
        <BlockStack gap="300" inlineAlign="center">
          <Text as="h2" variant="headingMd" alignment="center">
            {t("empty.title")}
          </Text>
          <Box maxWidth="420px">
            <Text as="p" tone="subdued" alignment="center">
              {t("empty.text")}
            </Text>
          </Box>
          <InlineStack gap="200" align="center">
            <Button loading={actions.isBusy} onClick={() => actions.onCreate("premiere")}>
              {t("empty.invite")}
            </Button>
            <Button variant="tertiary" disabled={actions.isBusy} onClick={() => actions.onCreate("plain")}>
              {t("empty.create")}
            </Button>
          </InlineStack>
        </BlockStack>
      </Box>
    </Card>
  );
}

function CampaignCard({
  campaign,
  audience,
  currencyCode,
  onAsk,
  onCopy,
}: {
  campaign: ListedCampaign;
  audience: string;
  currencyCode: string;
  onAsk: (kind: CampaignChange) => void;
  onCopy: () => void;
}) {
  const { t } = useTranslation("campaigns");
  const { id, name, state, sendAt, updatedAt, figures, asksForAnswer } = campaign;
  const url = state === "draft" ? `/app/campaigns/${id}` : `/app/campaigns/${id}/results`;
  return (
    <Card>
      <BlockStack gap="300">
        <CardHead name={name || t("list.nameless")} url={url} text={audience}>
          <StateBadge state={state} />
          <CampaignMenu campaign={campaign} onAsk={onAsk} onCopy={onCopy} />
        </CardHead>
        {figures ? (
          <FigureGrid figures={figures} currencyCode={currencyCode} asksForAnswer={asksForAnswer} />
        ) : null}
        <Text as="p" variant="bodySm" tone="subdued">
          {sendAt ? t("list.begins") : t("list.changed")} <DateTime at={sendAt ?? updatedAt} />
        </Text>
      </BlockStack>
    </Card>
  );
}
