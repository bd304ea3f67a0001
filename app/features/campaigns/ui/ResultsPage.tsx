import { Banner, BlockStack, Box, Card, Page, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { LiftLine } from "~/engine/experiments/ui/LiftLine";
import { DateTime } from "~/ui/DateTime";
import { useFormat } from "~/ui/use-format";

import type { CampaignResults } from "../results/presenter.server";
import type { CampaignChange, PeopleQuery } from "../schema";
import { CHANGES_OF } from "./CampaignMenu";
import { ChangeDialog } from "./ChangeDialog";
import { CountLines } from "./CountLines";
import { FigureGrid } from "./FigureGrid";
import { PeopleCard } from "./PeopleCard";
import { StateBadge } from "./StateBadge";
import type { ListActions } from "./use-list-actions";

type Props = {
  data: CampaignResults;
  isLoading: boolean;
  actions: ListActions;
  onShow: (query: PeopleQuery) => void;
};

/** One campaign: where it stands, what came of it, and everybody of its audience. */
export function ResultsPage({ data, isLoading, actions, onShow }: Props) {
  const { t } = useTranslation("campaigns");
  const { campaignId, name, state, sendAt, finishedAt } = data;
  const [asked, setAsked] = useState<CampaignChange | null>(null);
  const changes = state === "draft" ? [] : CHANGES_OF[state];
  return (
    <Page
      title={name}
      titleMetadata={<StateBadge state={state} />}
      backAction={{ content: t("title"), url: "/app/campaigns" }}
      secondaryActions={[
        ...changes.map((kind) => ({ content: t(`change.${kind}.name`), onAction: () => setAsked(kind) })),
        { content: t("list.copy"), onAction: () => actions.onCopy(campaignId) },
      ]}
    >
      <BlockStack gap="400">
        {state === "draft" ? (
          <Banner
            title={t("results.draft")}
            action={{ content: t("results.write"), url: `/app/campaigns/${campaignId}` }}
          />
        ) : null}
        <Card>
          <BlockStack gap="400">
            <Text as="p" tone="subdued">
              {sendAt ? (
                <>
                  {t("list.begins")} <DateTime at={sendAt} />
                  {". "}
                </>
              ) : null}
              {finishedAt ? (
                <>
                  {t("results.finished")} <DateTime at={finishedAt} />
                  {"."}
                </>
              ) : null}
            </Text>
            <FigureGrid
              figures={data.figures}
              currencyCode={data.currencyCode}
              asksForAnswer={data.premiere?.asksForAnswer ?? false}
            />
            <LiftLine lift={data.figures.lift} currencyCode={data.currencyCode} />
          </BlockStack>
        </Card>
        <PremiereCard data={data} />
        <WhyCard data={data} />
        <PeopleCard data={data} isLoading={isLoading} onShow={onShow} />
      </BlockStack>
      {asked ? (
        <ChangeDialog
          name={name}
          kind={asked}
          onClose={() => setAsked(null)}
          onConfirm={() => {
            actions.onChange(asked, campaignId);
            setAsked(null);
          }}
        />
      ) : null}
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function PremiereCard({ data: { premiere, figures } }: Pick<Props, "data">) {
  const { t } = useTranslation("campaigns");
  const { count } = useFormat();
  if (!premiere) return null;
  const { title, startsAt, capacity, asksForAnswer } = premiere;
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {t("results.premiere", { title })}
        </Text>
        {startsAt ? (
          <Text as="p" tone="subdued">
            <DateTime at={startsAt} />
          </Text>
        ) : null}
        {asksForAnswer ? (
          <Text as="p">
            {capacity === null
              ? t("results.coming", { count: figures.yesCount, number: count(figures.yesCount) })
              : t("results.seats", { taken: count(figures.yesCount), capacity: count(capacity) })}
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function WhyCard({ data: { figures } }: Pick<Props, "data">) {
  const { t } = useTranslation("campaigns");
  if (figures.byReason.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {t("results.why")}
        </Text>
        <CountLines
          lines={figures.byReason.map(({ state, reason, count }) => ({
            key: `${state} ${reason}`,
            label: t(`against.${reason}`),
            count,
          }))}
        />
      </BlockStack>
    </Card>
  );
}
