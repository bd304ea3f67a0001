import { Banner, BlockStack, Box, Button, Card, InlineStack, Layout, Page, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { DecisionItem } from "~/engine/decisions/schema";
import { DecisionList } from "~/engine/decisions/ui/DecisionList";
import { AsOf } from "~/ui/AsOf";
import { describeCoverage } from "~/ui/coverage";
import { SaveBar } from "~/ui/SaveBar";
import { useFormat } from "~/ui/use-format";
import { useToast } from "~/ui/use-toast";

import type { VipPageData } from "../schema";

import { BasisCard } from "./BasisCard";
import { PreviewCard } from "./PreviewCard";
import { ProgrammeCard } from "./ProgrammeCard";
import { TiersCard } from "./TiersCard";
import type { VipActions } from "./use-vip-actions";
import { useVipForm, type VipFormState } from "./use-vip-form";

const PREVIEW_DELAY_MS = 400;
const REFRESH_MS = 2_000;

/** Who is a VIP: the tiers, who would move by a change of them, and who moved. */
export function VipPage({
  data,
  movements,
  actions,
}: {
  data: VipPageData;
  /** The latest changes of tiers, newest first. */
  movements: readonly DecisionItem[];
  actions: VipActions;
}) {
  const { t } = useTranslation("vip");
  const toast = useToast();
  const state = useVipForm(data.settings, data.currencyCode);
  const isFresh = usePreviewOf(state, actions);
  useRefreshWhile(data.isMoving && !state.isDirty, actions.onRefresh);

  const save = () => {
    if (state.tryToSave()) actions.onSave(state.serialized);
    else toast(t("toast.invalid"), { isError: true });
  };

  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle")}
      titleMetadata={<AsOf at={data.asOf} />}
      secondaryActions={[
        { content: t("perks.page.title"), url: "/app/vip/perks" },
        { content: t("moves.title"), url: "/app/vip/movements" },
      ]}
    >
      <SaveBar open={state.isDirty} saving={actions.isSaving} onSave={save} onDiscard={state.discard} />
      <Layout>
        <Notices data={data} />
        <Layout.Section>
          <BlockStack gap="400">
            <ProgrammeCard state={state} />
            <BasisCard state={state} available={data.available} />
            <TiersCard state={state} memberCounts={data.memberCounts} currencyCode={data.currencyCode} />
            <PreviewCard
              state={state}
              settings={data.settings}
              currencyCode={data.currencyCode}
              preview={actions.preview}
              isFresh={isFresh}
            />
            <MovementsCard movements={movements} />
          </BlockStack>
        </Layout.Section>
      </Layout>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function Notices({ data }: { data: VipPageData }) {
  const { t } = useTranslation("vip");
  const format = useFormat();
  return (
    <>
      {data.isMoving ? (
        <Layout.Section>
          <Banner tone="info" title={t("moving.title")}>
            <p>{t("moving.text")}</p>
          </Banner>
        </Layout.Section>
      ) : null}
      {data.unavailable.length > 0 ? (
        <Layout.Section>
          <Banner tone="critical" title={t("unavailable.title")}>
            <p>
              {t("unavailable.text", {
                measures: data.unavailable.map((one) => t(`basis.${one}`)).join(", "),
              })}
            </p>
          </Banner>
        </Layout.Section>
      ) : null}
      {data.coverage ? (
        <Layout.Section>
          <Banner
            tone="warning"
            title={t("history.title")}
            action={{ content: t("ui:coverage.import"), url: "/app/history" }}
          >
            <p>{t("history.text", { coverage: describeCoverage(data.coverage, { t, format }) })}</p>
          </Banner>
        </Layout.Section>
      ) : null}
    </>
  );
}

function MovementsCard({ movements }: { movements: readonly DecisionItem[] }) {
  const { t } = useTranslation("vip");
  return (
    <Card padding="0">
      <Box padding="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {t("movements.title")}
          </Text>
          {movements.length > 0 ? (
            <Button variant="plain" url="/app/vip/movements">
              {t("movements.all")}
            </Button>
          ) : null}
        </InlineStack>
      </Box>
      {movements.length > 0 ? (
        <DecisionList items={movements} showCustomer />
      ) : (
        <Box padding="400" paddingBlockStart="0">
          <Text as="p" tone="subdued">
            {t("movements.none")}
          </Text>
        </Box>
      )}
    </Card>
  );
}

/** Asks for a preview a moment after the last change. @returns whether the preview at hand is of the form as it is. */
function usePreviewOf(
  { serialized, isDirty, isValid }: VipFormState,
  { onPreview, isPreviewing, isSaving }: VipActions,
): boolean {
  const [askedFor, setAskedFor] = useState("");
  // While it is being saved nothing else is asked: that would cut off the reading of what was saved.
  const isWanted = isDirty && isValid && askedFor !== serialized && !isSaving;
  useEffect(() => {
    if (!isWanted) return;
    const timer = setTimeout(() => {
      setAskedFor(serialized);
      onPreview(serialized);
    }, PREVIEW_DELAY_MS);
    return () => clearTimeout(timer);
  }, [isWanted, serialized, onPreview]);
  // The form may be dirty again by the same change after a save or a discard: then the old answer says nothing.
  useEffect(() => {
    if (!isDirty) setAskedFor("");
  }, [isDirty]);
  return askedFor === serialized && !isPreviewing;
}

function useRefreshWhile(isBusy: boolean, onRefresh: () => void): void {
  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(onRefresh, REFRESH_MS);
    return () => clearInterval(timer);
  }, [isBusy, onRefresh]);
}
