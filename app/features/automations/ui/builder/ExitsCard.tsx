import { BlockStack, Button, ButtonGroup, Card, Text } from "@shopify/polaris";
import { DeleteIcon, EditIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";

import type { Exit } from "~/engine/flows/definition";

import { newExit } from "../../rules/new-parts";
import styles from "../Flows.module.css";
import { useBuilder } from "./builder-context";
import { focusSoon } from "./focus-soon";
import { PartProblems } from "./PartProblems";
import { newPartId } from "./use-flow-editor";

/** What makes people leave before the end. */
export function ExitsCard() {
  const { t } = useTranslation("flow-screens");
  const { editor, open } = useBuilder();
  const { exits } = editor.definition;
  const add = (kind: Exit["when"]["kind"]) => {
    const exit = newExit(kind, newPartId());
    editor.change({ exits: [...exits, exit] });
    open({ kind: "exit", id: exit.id });
  };
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("builder.exits")}
          </Text>
          <Text as="p" tone="subdued">
            {t("builder.exitsHelp")}
          </Text>
        </BlockStack>
        <div id="part-exits" tabIndex={-1}>
          <BlockStack gap="300" as="ul">
            {exits.map((exit) => (
              <li key={exit.id} id={`exit-${exit.id}`} tabIndex={-1}>
                <ExitRow exit={exit} />
              </li>
            ))}
          </BlockStack>
        </div>
        <ButtonGroup>
          <Button onClick={() => add("event")}>{t("exit.addEvent")}</Button>
          <Button onClick={() => add("condition")}>{t("exit.addCondition")}</Button>
        </ButtonGroup>
      </BlockStack>
    </Card>
  );
}

function ExitRow({ exit }: { exit: Exit }) {
  const { t } = useTranslation("flow-screens");
  const { editor, words, open } = useBuilder();
  const name = words.exit(exit);
  return (
    <BlockStack gap="100">
      <div className={styles.row}>
        <Text as="span" breakWord>
          {name}
        </Text>
        <ButtonGroup>
          <Button
            id={`edit-${exit.id}`}
            icon={EditIcon}
            variant="tertiary"
            accessibilityLabel={t("step.edit", { name })}
            onClick={() => open({ kind: "exit", id: exit.id })}
          />
          <Button
            icon={DeleteIcon}
            variant="tertiary"
            tone="critical"
            accessibilityLabel={t("step.remove", { name })}
            onClick={() => {
              editor.change({ exits: editor.definition.exits.filter(({ id }) => id !== exit.id) });
              focusSoon("part-exits");
            }}
          />
        </ButtonGroup>
      </div>
      <PartProblems place={`exits.${exit.id}`} />
    </BlockStack>
  );
}
