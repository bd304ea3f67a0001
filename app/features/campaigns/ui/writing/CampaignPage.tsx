import { useNavigate } from "@remix-run/react";
import { Banner, BlockStack, Box, Button, Card, Page, Text, TextField } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
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
  const { save, preview, isLeaving } = useSaving(draft, {
    actions,
    url: `/app/campaigns/${campaignId}/audience`,
  });
  useChecks(draft, { actions, isHeld: isLeaving });
  if (state !== "draft") return <NoDraft data={data} />;
  return (
    <WritingProvider value={{ draft, materials, problems: actions.problems, actions }}>
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

/** Saves, and looks at the audience once what is on the page is stored and nothing is asked any more. */
function useSaving(draft: Draft, { actions, url }: { actions: WritingActions; url: string }) {
  const navigate = useNavigate();
  const sent = useRef<Written | null>(null);
  const [isLeaving, setLeaving] = useState(false);
  const { answer, isBusy, isChecking, onSave } = actions;
  const { settle, isDirty } = draft;
  useEffect(() => {
    if (!sent.current || !answer) return;
    if (answer.outcome === "saved") settle(sent.current);
    else setLeaving(false);
    sent.current = null;
  }, [answer, settle]);
  useEffect(() => {
    // The save bar asks nothing about what is stored: it must be down first.
    if (isLeaving && !isDirty && !isBusy && !isChecking) navigate(url);
  }, [isLeaving, isDirty, isBusy, isChecking, navigate, url]);
  const save = () => {
    const { name, content } = draft;
    sent.current = { name, content };
    onSave({ name, content });
  };
  return {
    save,
    isLeaving,
    preview: () => {
      setLeaving(true);
      if (isDirty) save();
    },
  };
}

/** How long nobody must have typed before it is asked what is wrong. */
const PAUSE_MS = 400;

/** Asks what is wrong whenever the campaign has changed: once the typing pauses, and one question after another. */
function useChecks(
  { name, content }: Written,
  { actions, isHeld }: { actions: WritingActions; isHeld: boolean },
): void {
  const checked = useRef({ name, content });
  const { isBusy, isChecking, onCheck } = actions;
  const mustWait = isHeld || isBusy || isChecking;
  useEffect(() => {
    if (mustWait || (checked.current.name === name && checked.current.content === content)) return;
    const timer = setTimeout(() => {
      checked.current = { name, content };
      onCheck({ name, content });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [name, content, mustWait, onCheck]);
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
