import { BlockStack, Card, Checkbox, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { FlowDefinition } from "~/engine/flows/definition";

import { ASKS_NOTHING } from "../../rules/new-parts";
import { ChoiceSelect } from "../fields/ChoiceSelect";
import { CountField } from "../fields/CountField";
import { useBuilder } from "./builder-context";
import { ConditionField } from "./ConditionField";

type Reentry = FlowDefinition["reentry"];
const KINDS = ["per-key", "once", "after-days"] as const satisfies readonly Reentry["kind"][];

/** Who may enter, and how often. */
export function EntryCard() {
  const { t } = useTranslation("flow-screens");
  const { editor } = useBuilder();
  const { entry, reentry } = editor.definition;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("builder.entry")}
        </Text>
        <div id="part-entry" tabIndex={-1}>
          <BlockStack gap="300">
            <Checkbox
              label={t("builder.entrySome")}
              checked={entry !== null}
              onChange={(isSome) => editor.change({ entry: isSome ? ASKS_NOTHING : null })}
            />
            {entry === null ? null : (
              <ConditionField
                value={entry}
                place="entry"
                onChange={(condition) => editor.change({ entry: condition }, "entry")}
              />
            )}
          </BlockStack>
        </div>
        <div id="part-reentry" tabIndex={-1}>
          <ReentryFields reentry={reentry} onChange={(next) => editor.change({ reentry: next }, "reentry")} />
        </div>
      </BlockStack>
    </Card>
  );
}

function ReentryFields({ reentry, onChange }: { reentry: Reentry; onChange: (reentry: Reentry) => void }) {
  const { t } = useTranslation("flow-screens");
  return (
    <BlockStack gap="300">
      <ChoiceSelect
        label={t("builder.reentry")}
        value={reentry.kind}
        choices={KINDS.map((value) => ({ value, label: t(`reentry.${value}`) }))}
        onChange={(kind) => onChange(kind === "after-days" ? { kind, days: 30 } : { kind })}
      />
      {reentry.kind === "after-days" ? (
        <CountField
          label={t("builder.reentryDays")}
          value={reentry.days}
          min={1}
          max={3_650}
          onChange={(days) => onChange({ kind: "after-days", days })}
        />
      ) : null}
    </BlockStack>
  );
}
