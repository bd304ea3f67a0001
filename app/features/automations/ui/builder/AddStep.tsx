import { ActionList, Button, Popover } from "@shopify/polaris";
import { PlusIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Step } from "~/engine/flows/definition";

import type { Gap } from "../../rules/edit-flow";
import { newAction, newStep, STEP_KINDS } from "../../rules/new-parts";
import styles from "../Flows.module.css";
import { useNamed } from "../use-named";
import { useBuilder } from "./builder-context";
import { newPartId } from "./use-flow-editor";

/** The menu of steps that stands in every gap; what is added opens at once. */
export function AddStep({ gap, within, isLast }: { gap: Gap; within: string; isLast: boolean }) {
  const { t } = useTranslation("flow-screens");
  const { editor, materials, open } = useBuilder();
  const { nameOf, hintOf } = useNamed();
  const [isOpen, setOpen] = useState(false);
  const add = (step: Step) => {
    setOpen(false);
    editor.insert(gap, step);
    if (step.kind !== "end") open({ kind: "step", id: step.id });
  };
  const label = t("step.addAt", { path: within, position: gap.index + 1 });
  return (
    <div className={styles.gap}>
      <Popover
        active={isOpen}
        onClose={() => setOpen(false)}
        activator={
          <Button
            icon={PlusIcon}
            size="slim"
            variant={isLast ? "secondary" : "tertiary"}
            accessibilityLabel={label}
            onClick={() => setOpen(!isOpen)}
          >
            {isLast ? t("step.add") : ""}
          </Button>
        }
      >
        <ActionList
          sections={[
            {
              title: t("step.actions"),
              items: materials.actions.map((item) => ({
                content: nameOf("actions", item),
                helpText: hintOf("actions", item),
                onAction: () => add(newAction(item, newPartId())),
              })),
            },
            {
              title: t("step.ways"),
              items: STEP_KINDS.map((kind) => ({
                content: t(`kind.${kind}.name`),
                helpText: t(`kind.${kind}.help`),
                onAction: () => add(newStep(kind, newPartId())),
              })),
            },
          ].filter(({ items }) => items.length > 0)}
        />
      </Popover>
    </div>
  );
}
