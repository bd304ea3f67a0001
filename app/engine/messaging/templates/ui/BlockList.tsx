import {
  ActionList,
  BlockStack,
  Box,
  Button,
  ButtonGroup,
  Card,
  Collapsible,
  Divider,
  InlineStack,
  Popover,
  Text,
} from "@shopify/polaris";
import { ArrowDownIcon, ArrowUpIcon, DeleteIcon, LockIcon } from "@shopify/polaris-icons";
import { Fragment, type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { useLocale } from "~/ui/locale-context";

import { ADDABLE_KINDS, type Block, type TemplateKind } from "../schema";
import type { EditorData } from "../screens/schema";

import { BlockFields } from "./BlockFields";
import { ColumnFields } from "./ColumnFields";
import { excerptOf } from "./excerpt";
import { QuestionsProvider } from "./QuestionChoice";
import type { EditorState } from "./use-editor";
import type { EditorActions } from "./use-editor-actions";

type Props = {
  state: EditorState;
  kind: TemplateKind;
  actions: Pick<EditorActions, "products" | "onFindProducts">;
  questions: EditorData["questions"];
};

/** The blocks from top to bottom; the one that is chosen shows its form. A text message is text and nothing else. */
export function BlockList({ state, kind, actions, questions }: Props) {
  const { t } = useTranslation("templates");
  const reader = useLocale();
  const askable = questions.map(({ key, asks }) => {
    return { key, name: wordsIn(asks, reader), ask: wordsIn(asks, state.language) };
  });
  const blocks = state.variant.blocks.filter((block) => kind === "email" || block.kind === "text");
  return (
    <Card padding="0">
      <Box padding="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <BlockStack gap="050">
            <Text as="h2" variant="headingMd">
              {t("blocks.title")}
            </Text>
            <Text as="p" tone="subdued" variant="bodySm">
              {t("blocks.keys")}
            </Text>
          </BlockStack>
          <AddBlock state={state} kind={kind} />
        </InlineStack>
      </Box>
      <QuestionsProvider value={askable}>
        {blocks.map((block, index) => (
          <Fragment key={block.id}>
            <Divider />
            <BlockRow state={state} block={block} index={index} count={blocks.length} actions={actions} />
          </Fragment>
        ))}
      </QuestionsProvider>
    </Card>
  );
}

/** In English where we do not speak the language. */
function wordsIn(asks: EditorData["questions"][number]["asks"], language: string): string {
  const [base] = language.split("-");
  return base === "pl" || base === "ru" ? asks[base] : asks.en;
}

function AddBlock({ state, kind }: { state: EditorState; kind: TemplateKind }) {
  const { t } = useTranslation("templates");
  const [isOpen, setOpen] = useState(false);
  const kinds = kind === "email" ? ADDABLE_KINDS : (["text"] as const);
  return (
    <Popover
      active={isOpen}
      onClose={() => setOpen(false)}
      activator={
        <Button disclosure onClick={() => setOpen(!isOpen)}>
          {t("blocks.add")}
        </Button>
      }
    >
      <ActionList
        items={kinds.map((one) => ({
          content: t(`block.${one}.name`),
          helpText: t(`block.${one}.help`),
          onAction: () => {
            state.addBlock(one);
            setOpen(false);
          },
        }))}
      />
    </Popover>
  );
}

type RowProps = {
  state: EditorState;
  block: Block;
  index: number;
  count: number;
  actions: Props["actions"];
};

function BlockRow({ state, block, index, count, actions }: RowProps) {
  const { t } = useTranslation("templates");
  const isOpen = state.selectedId === block.id;
  const name = t(`block.${block.kind}.name`);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    state.moveBlock(block.id, event.key === "ArrowUp" ? -1 : 1);
  };
  return (
    <Box padding="300" id={`block-${block.id}`}>
      <InlineStack align="space-between" blockAlign="center" gap="200" wrap={false}>
        <div style={{ minWidth: 0, flex: 1 }} onKeyDown={onKeyDown}>
          <Button
            variant="tertiary"
            textAlign="left"
            fullWidth
            disclosure={isOpen ? "up" : "down"}
            ariaExpanded={isOpen}
            ariaControls={`form-${block.id}`}
            onClick={() => state.select(isOpen ? null : block.id)}
          >
            {excerptOf(block) ? `${name}: ${excerptOf(block)}` : name}
          </Button>
        </div>
        <RowButtons {...{ state, block, index, count, name }} />
      </InlineStack>
      <Collapsible open={isOpen} id={`form-${block.id}`}>
        <Box paddingBlockStart="300" paddingInline="200">
          {block.kind === "columns" ? (
            <ColumnFields block={block} onChange={state.changeBlock} actions={actions} />
          ) : (
            <BlockFields block={block} onChange={state.changeBlock} actions={actions} />
          )}
        </Box>
      </Collapsible>
    </Box>
  );
}

function RowButtons({ state, block, index, count, name }: Omit<RowProps, "actions"> & { name: string }) {
  const { t } = useTranslation("templates");
  if (block.kind === "footer")
    return <Button icon={LockIcon} variant="tertiary" disabled accessibilityLabel={t("blocks.locked")} />;
  const last = state.variant.blocks.at(-1)?.kind === "footer" ? count - 2 : count - 1;
  return (
    <ButtonGroup>
      <Button
        icon={ArrowUpIcon}
        variant="tertiary"
        disabled={index === 0}
        accessibilityLabel={t("blocks.up", { name })}
        onClick={() => state.moveBlock(block.id, -1)}
      />
      <Button
        icon={ArrowDownIcon}
        variant="tertiary"
        disabled={index >= last}
        accessibilityLabel={t("blocks.down", { name })}
        onClick={() => state.moveBlock(block.id, 1)}
      />
      <Button
        icon={DeleteIcon}
        variant="tertiary"
        tone="critical"
        accessibilityLabel={t("blocks.remove", { name })}
        onClick={() => state.removeBlock(block.id)}
      />
    </ButtonGroup>
  );
}
