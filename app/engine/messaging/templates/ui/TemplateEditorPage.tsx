import {
  Badge,
  Banner,
  BlockStack,
  Box,
  Button,
  ButtonGroup,
  Card,
  Page,
  Tabs,
  TextField,
} from "@shopify/polaris";
import { RedoIcon, UndoIcon } from "@shopify/polaris-icons";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { useLocale } from "~/ui/locale-context";
import { SaveBar } from "~/ui/SaveBar";

import type { EditorData } from "../screens/schema";

import { BlockList } from "./BlockList";
import { LanguageBar } from "./LanguageBar";
import { PreviewPanel } from "./PreviewPanel";
import { ProblemList } from "./ProblemList";
import styles from "./TemplateFrame.module.css";
import { TestCard } from "./TestCard";
import { type EditorState, useEditor } from "./use-editor";
import type { EditorActions } from "./use-editor-actions";
import { usePreview } from "./use-preview";
import { VariableField } from "./VariableField";
import { VersionList } from "./VersionList";

type Props = { data: EditorData; actions: EditorActions };

/** One template: its blocks in every language, what it looks like, what is wrong with it, and its versions. */
export function TemplateEditorPage({ data, actions }: Props) {
  const { t } = useTranslation("templates");
  const state = useEditor(data, useLocale());
  const [customerId, setCustomerId] = useState<string | null>(null);
  const { preview, problems, isFresh } = usePreview(state, { data, actions, customerId });
  const isBroken = problems.some(({ severity }) => severity === "blocking");
  const canPublish =
    !state.isDirty && !isBroken && data.version > 0 && data.version !== data.publishedVersion;
  return (
    <Page
      title={state.draft.name}
      titleMetadata={<Status data={data} />}
      backAction={{ content: t("title"), url: "/app/templates" }}
      primaryAction={{
        content: t("editor.publish"),
        disabled: !canPublish,
        loading: actions.isBusy,
        onAction: () => actions.onPublish(data.version),
      }}
    >
      <SaveBar
        open={state.isDirty}
        saving={actions.isBusy}
        onSave={() => actions.onSave(state.draft, data.version)}
        onDiscard={state.discard}
      />
      <BlockStack gap="400">
        {isBroken ? (
          <Banner tone="warning" title={t("editor.broken")}>
            <p>{t("editor.brokenText")}</p>
          </Banner>
        ) : null}
        <LanguageBar state={state} />
        <div className={styles.editor} onKeyDown={(event) => onShortcut(event, state)}>
          <WordsColumn state={state} data={data} actions={actions} />
          <div className={styles.preview}>
            <BlockStack gap="400">
              <PreviewPanel
                preview={preview}
                isFresh={isFresh}
                kind={data.kind}
                people={actions.people}
                onFindPeople={actions.onFindPeople}
                customerId={customerId}
                onCustomer={setCustomerId}
              />
              <ProblemList problems={problems} state={state} />
            </BlockStack>
          </div>
        </div>
        <Below data={data} state={state} actions={actions} customerId={customerId} />
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function Status({ data: { version, publishedVersion } }: { data: EditorData }) {
  const { t } = useTranslation("templates");
  if (version === 0) return <Badge tone="success">{t("editor.asReadyMade")}</Badge>;
  if (publishedVersion === null) return <Badge tone="attention">{t("editor.neverPublished")}</Badge>;
  return publishedVersion === version ? (
    <Badge tone="success">{t("editor.published", { version })}</Badge>
  ) : (
    <Badge tone="attention">{t("editor.draftOf", { version, publishedVersion })}</Badge>
  );
}

function WordsColumn({ state, data, actions }: Props & { state: EditorState }) {
  const { t } = useTranslation("templates");
  const { variant } = state;
  return (
    <BlockStack gap="400">
      <Card>
        <BlockStack gap="300">
          <ButtonGroup>
            <Button
              icon={UndoIcon}
              disabled={!state.canUndo}
              onClick={state.undo}
              accessibilityLabel={t("editor.undo")}
            />
            <Button
              icon={RedoIcon}
              disabled={!state.canRedo}
              onClick={state.redo}
              accessibilityLabel={t("editor.redo")}
            />
          </ButtonGroup>
          <TextField
            label={t("editor.name")}
            helpText={t("editor.nameHelp")}
            value={state.draft.name}
            onChange={state.rename}
            maxLength={120}
            autoComplete="off"
          />
          {data.kind === "email" ? (
            <>
              <VariableField
                label={t("editor.subject")}
                value={variant.subject}
                onChange={(subject) => state.changeWords({ subject })}
              />
              <VariableField
                label={t("editor.preheader")}
                helpText={t("editor.preheaderHelp")}
                value={variant.preheader}
                onChange={(preheader) => state.changeWords({ preheader })}
              />
            </>
          ) : null}
        </BlockStack>
      </Card>
      <BlockList state={state} kind={data.kind} actions={actions} questions={data.questions} />
    </BlockStack>
  );
}

function Below({
  data,
  state,
  actions,
  customerId,
}: Props & { state: EditorState; customerId: string | null }) {
  const { t } = useTranslation("templates");
  const [tab, setTab] = useState(0);
  return (
    <Card>
      <BlockStack gap="400">
        <Tabs
          selected={tab}
          onSelect={setTab}
          tabs={[
            { id: "test", content: t("test.title") },
            { id: "versions", content: t("versions.title") },
          ]}
        />
        {tab === 0 ? (
          <TestCard data={data} state={state} actions={actions} customerId={customerId} />
        ) : (
          <VersionList data={data} isDirty={state.isDirty} actions={actions} />
        )}
      </BlockStack>
    </Card>
  );
}

/** Undo and redo by keyboard, where the browser's own undo has nothing to do. */
function onShortcut(event: KeyboardEvent<HTMLDivElement>, state: EditorState): void {
  const isTyping =
    event.target instanceof HTMLElement && /^(input|textarea|select)$/i.test(event.target.tagName);
  if (isTyping || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
  event.preventDefault();
  if (event.shiftKey) state.redo();
  else state.undo();
}
