import { useNavigate } from "@remix-run/react";
import { Banner, BlockStack, Box, Button, Card, Page, Text, TextField } from "@shopify/polaris";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { SaveBar } from "~/ui/SaveBar";

import { CAMPAIGN_LIMITS } from "../../schema";
import type { WritingData } from "../../writing/presenter.server";
import styles from "../Campaigns.module.css";
import { ProblemList } from "../ProblemList";
import { StateBadge } from "../StateBadge";
import { AudienceCard } from "./AudienceCard";
import { MessageCard } from "./MessageCard";
import { OfferCard } from "./OfferCard";
import { PremiereCard } from "./PremiereCard";
import { TimeCard } from "./TimeCard";
import { type Draft, useDraft } from "./use-draft";
import type { WritingActions, Written } from "./use-writing-actions";
import { useErrorAt, useWriting, WritingProvider } from "./writing-context";

type Props = { data: WritingData; actions: WritingActions };

/** One campaign while it is written: whom it is for, what is said, when, and what is wrong with it still. */
export function CampaignPage({ data, actions }: Props) {
  const { t } = useTranslation("campaigns");
  const { campaignId, name, state, materials } = data;
  const draft = useDraft(data);
  const { save, preview } = useSaving(draft, { actions, url: `/app/campaigns/${campaignId}/audience` });
  useChecks(draft, actions.onCheck);
  if (state !== "draft") return <NoDraft data={data} />;
  return (
    <WritingProvider value={{ draft, materials, problems: actions.problems }}>
      <Page
        title={draft.name || name || t("list.nameless")}
        titleMetadata={<StateBadge state={state} />}
        backAction={{ content: t("title"), url: "/app/campaigns" }}
        primaryAction={{ content: t("writing.preview"), loading: actions.isBusy, onAction: preview }}
      >
        <SaveBar open={draft.isDirty} saving={actions.isBusy} onSave={save} onDiscard={draft.discard} />
        <div className={styles.columns}>
          <BlockStack gap="400">
            <NameCard />
            <AudienceCard />
            <MessageCard />
            <PremiereCard />
            <OfferCard />
            <TimeCard />
          </BlockStack>
          <div className={styles.aside}>
            <ProblemsCard onPreview={preview} isBusy={actions.isBusy} />
          </div>
        </div>
        <Box paddingBlockEnd="800" />
      </Page>
    </WritingProvider>
  );
}

/** What was sent off is not written any more: it is looked at. */
function NoDraft({ data: { campaignId, name, state } }: Pick<Props, "data">) {
  const { t } = useTranslation("campaigns");
  return (
    <Page
      title={name}
      titleMetadata={<StateBadge state={state} />}
      backAction={{ content: t("title"), url: "/app/campaigns" }}
    >
      <Banner
        title={t("writing.sentOff")}
        action={{ content: t("list.results"), url: `/app/campaigns/${campaignId}/results` }}
      >
        {state === "scheduled" ? <p>{t("writing.canUnschedule")}</p> : null}
      </Banner>
    </Page>
  );
}

/** Saves, and looks at the audience once what is on the page is stored. */
function useSaving(draft: Draft, { actions, url }: { actions: WritingActions; url: string }) {
  const navigate = useNavigate();
  const sent = useRef<{ written: Written; isPreview: boolean } | null>(null);
  const { answer, onSave } = actions;
  const { settle } = draft;
  useEffect(() => {
    if (!sent.current || answer?.outcome !== "saved") return;
    const { written, isPreview } = sent.current;
    sent.current = null;
    settle(written);
    // The save bar asks nothing about what is stored: it must be down first.
    if (isPreview) setTimeout(() => navigate(url));
  }, [answer, settle, navigate, url]);
  const send = (isPreview: boolean) => {
    const { name, content } = draft;
    sent.current = { written: { name, content }, isPreview };
    onSave({ name, content });
  };
  return {
    save: () => send(false),
    preview: () => (draft.isDirty ? send(true) : navigate(url)),
  };
}

/** How long nobody must have typed before it is asked what is wrong. */
const PAUSE_MS = 400;

function useChecks({ name, content }: Written, onCheck: WritingActions["onCheck"]): void {
  const checked = useRef({ name, content });
  useEffect(() => {
    if (checked.current.name === name && checked.current.content === content) return;
    const timer = setTimeout(() => {
      checked.current = { name, content };
      onCheck({ name, content });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [name, content, onCheck]);
}

function NameCard() {
  const { t } = useTranslation("campaigns");
  const { draft } = useWriting();
  const errorAt = useErrorAt();
  return (
    <Card>
      <TextField
        label={t("fields.name")}
        helpText={t("writing.nameHelp")}
        autoComplete="off"
        maxLength={CAMPAIGN_LIMITS.nameLength}
        value={draft.name}
        onChange={draft.rename}
        {...errorAt("name")}
      />
    </Card>
  );
}

function ProblemsCard({ onPreview, isBusy }: { onPreview: () => void; isBusy: boolean }) {
  const { t } = useTranslation("campaigns");
  const { problems } = useWriting();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("writing.problems")}
        </Text>
        <div role="status">
          {problems.length === 0 ? (
            <Text as="p">{t("writing.noProblems")}</Text>
          ) : (
            <ProblemList problems={problems} />
          )}
        </div>
        <Text as="p" tone="subdued">
          {t("writing.previewHelp")}
        </Text>
        <div>
          <Button loading={isBusy} onClick={onPreview}>
            {t("writing.look")}
          </Button>
        </div>
      </BlockStack>
    </Card>
  );
}
