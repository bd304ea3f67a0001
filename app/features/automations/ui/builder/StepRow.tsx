import { BlockStack, Box, Button, ButtonGroup, Text } from "@shopify/polaris";
import { ArrowDownIcon, ArrowUpIcon, DeleteIcon, DuplicateIcon, EditIcon } from "@shopify/polaris-icons";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";

import type { Step } from "~/engine/flows/definition";

import styles from "../Flows.module.css";
import { useBuilder } from "./builder-context";
import { focusSoon } from "./focus-soon";
import { PartProblems } from "./PartProblems";

type Props = { step: Step; isFirst: boolean; isLast: boolean };

/** A step in words, what is wrong with it, and what can be done with it. */
export function StepRow(props: Props) {
  const { step } = props;
  const { editor, words, open } = useBuilder();
  const name = words.step(step);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    editor.move(step.id, event.key === "ArrowUp" ? -1 : 1);
    focusSoon(`edit-${step.id}`);
  };
  return (
    <Box padding="300" borderWidth="025" borderColor="border" borderRadius="200" background="bg-surface">
      <BlockStack gap="100">
        <div className={styles.row} onKeyDown={onKeyDown}>
          {step.kind === "end" ? (
            <Text as="span">{name}</Text>
          ) : (
            <Button
              variant="tertiary"
              textAlign="left"
              fullWidth
              onClick={() => open({ kind: "step", id: step.id })}
            >
              {name}
            </Button>
          )}
          <StepButtons {...props} name={name} />
        </div>
        <PartProblems place={`steps.${step.id}`} />
      </BlockStack>
    </Box>
  );
}

function StepButtons({ step, isFirst, isLast, name }: Props & { name: string }) {
  const { t } = useTranslation("flow-screens");
  const { editor, open } = useBuilder();
  const { id } = step;
  const move = (by: -1 | 1) => {
    editor.move(id, by);
    focusSoon(by === -1 ? `up-${id}` : `down-${id}`, `edit-${id}`);
  };
  return (
    <ButtonGroup>
      {step.kind === "end" ? null : (
        <Button
          id={`edit-${id}`}
          icon={EditIcon}
          variant="tertiary"
          accessibilityLabel={t("step.edit", { name })}
          onClick={() => open({ kind: "step", id })}
        />
      )}
      <Button
        id={`up-${id}`}
        icon={ArrowUpIcon}
        variant="tertiary"
        disabled={isFirst}
        accessibilityLabel={t("step.up", { name })}
        onClick={() => move(-1)}
      />
      <Button
        id={`down-${id}`}
        icon={ArrowDownIcon}
        variant="tertiary"
        disabled={isLast}
        accessibilityLabel={t("step.down", { name })}
        onClick={() => move(1)}
      />
      <Button
        icon={DuplicateIcon}
        variant="tertiary"
        accessibilityLabel={t("step.duplicate", { name })}
        onClick={() => editor.duplicate(id)}
      />
      <Button
        icon={DeleteIcon}
        variant="tertiary"
        tone="critical"
        accessibilityLabel={t("step.remove", { name })}
        onClick={() => {
          editor.remove(id);
          focusSoon("part-steps");
        }}
      />
    </ButtonGroup>
  );
}
