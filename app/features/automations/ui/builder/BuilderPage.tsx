import { BlockStack, Box, Button, ButtonGroup, Card, Page, TextField } from "@shopify/polaris";
import { RedoIcon, UndoIcon } from "@shopify/polaris-icons";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { SaveBar } from "~/ui/SaveBar";

import type { BuilderData } from "../../flow-screens/builder/presenter.server";
import styles from "../Flows.module.css";
import { StateBadge } from "../StateBadge";
import { useFlowWords } from "../use-flow-words";
import { useProblemWords } from "../use-problem-words";
import { BuilderProvider, type OpenPart, useBuilder } from "./builder-context";
import { EntryCard } from "./EntryCard";
import { ExitsCard } from "./ExitsCard";
import { focusSoon } from "./focus-soon";
import { PartDialog } from "./PartDialog";
import { ProblemsCard } from "./ProblemsCard";
import { PublishDialog } from "./PublishDialog";
import { StepsCard } from "./StepsCard";
import { TriggerCard } from "./TriggerCard";
import type { BuilderActions, Written } from "./use-builder-actions";
import { type FlowEditor, useFlowEditor } from "./use-flow-editor";
import { useProblemAt } from "./use-problem-at";

type Props = { data: BuilderData; actions: BuilderActions };

/** One flow as it is being written: how it begins, what it does step by step, and what is wrong with it. */
export function BuilderPage({ data, actions }: Props) {
  const { t } = useTranslation("flow-screens");
  const { flowId, name, state, definition, materials } = data;
  const editor = useFlowEditor({ definition, name });
  const words = useFlowWords(materials);
  const problemWords = useProblemWords(materials);
  const [opened, setOpened] = useState<OpenPart | null>(null);
  const [isPublishing, setPublishing] = useState(false);
  const send = useSending(editor, actions);
  useChecks(editor, actions.onCheck);
  const { problems, notices } = actions;
  const builder = { flowId, materials, editor, words, problems, notices, problemWords, open: setOpened };
  return (
    <BuilderProvider value={builder}>
      <Page
        title={editor.name || name}
        titleMetadata={<StateBadge state={state} />}
        backAction={{ content: t("list.title"), url: "/app/flows" }}
        primaryAction={{
          content: t("builder.publish"),
          loading: actions.isBusy,
          onAction: () => setPublishing(true),
        }}
        secondaryActions={[
          { content: t("list.simulate"), url: `/app/flows/${flowId}/simulation` },
          { content: t("list.people"), url: `/app/flows/${flowId}/runs` },
        ]}
      >
        <SaveBar
          open={editor.isDirty}
          saving={actions.isBusy}
          onSave={() => actions.onSave(send())}
          onDiscard={editor.discard}
        />
        <div className={styles.columns}>
          <BlockStack gap="400">
            <NameCard />
            <TriggerCard />
            <EntryCard />
            <StepsCard />
            <ExitsCard />
          </BlockStack>
          <div className={styles.aside}>
            <ProblemsCard />
          </div>
        </div>
        {opened ? (
          <PartDialog
            part={opened}
            onClose={() => {
              setOpened(null);
              focusSoon(`edit-${opened.id}`);
            }}
          />
        ) : null}
        {isPublishing ? (
          <PublishDialog
            data={data}
            onClose={() => setPublishing(false)}
            onPublish={(runs) => {
              actions.onPublish(send(), runs);
              setPublishing(false);
            }}
          />
        ) : null}
        <Box paddingBlockEnd="800" />
      </Page>
    </BuilderProvider>
  );
}

/** Remembers what was sent: it is what is stored once the answer says so. */
function useSending(editor: FlowEditor, { answer }: BuilderActions): () => Written {
  const sent = useRef<Written | null>(null);
  const { settle } = editor;
  useEffect(() => {
    if (!sent.current || !answer || !KEPT.has(answer.outcome)) return;
    settle(sent.current);
    sent.current = null;
  }, [answer, settle]);
  return () => {
    const { definition, name } = editor;
    sent.current = { definition, name };
    return sent.current;
  };
}

/** Answers after which what was sent is stored. */
const KEPT: ReadonlySet<string> = new Set(["saved", "published", "refused"]);

/** How long nobody must have typed before it is asked what is wrong. */
const PAUSE_MS = 400;

/** Asks what is wrong whenever the flow has changed, once the typing pauses. */
function useChecks({ definition, name }: Written, onCheck: BuilderActions["onCheck"]): void {
  const checked = useRef(definition);
  useEffect(() => {
    if (checked.current === definition) return;
    const timer = setTimeout(() => {
      checked.current = definition;
      onCheck({ definition, name });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [definition, name, onCheck]);
}

function NameCard() {
  const { t } = useTranslation("flow-screens");
  const { editor } = useBuilder();
  const problemAt = useProblemAt();
  const isWrong = editor.name.trim() === "" || editor.name.trim().length > 80;
  return (
    <Card>
      <BlockStack gap="300">
        <TextField
          id="part-name"
          label={t("builder.name")}
          autoComplete="off"
          value={editor.name}
          onChange={editor.rename}
          {...(isWrong ? { error: t("flows:problems.invalid-name") } : problemAt("name"))}
        />
        <ButtonGroup>
          <Button icon={UndoIcon} disabled={!editor.canUndo} onClick={editor.undo}>
            {t("builder.undo")}
          </Button>
          <Button icon={RedoIcon} disabled={!editor.canRedo} onClick={editor.redo}>
            {t("builder.redo")}
          </Button>
        </ButtonGroup>
      </BlockStack>
    </Card>
  );
}
