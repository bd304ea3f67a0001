import { BlockStack, Box, Button, InlineError, InlineStack, Select, Text } from "@shopify/polaris";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import { type Condition, MOST_DEPTH } from "../condition";
import { asGroup, comparisonFor, withPart } from "../rules/edit";

import { ComparisonEditor } from "./ComparisonEditor";
import { placeIn, useEditor } from "./editor-context";

type Group = Extract<Condition, { of: Condition[] }>;
const KINDS = ["all", "any", "none"] as const;

/** A group with its parts, and the buttons that add some. */
export function GroupEditor({
  group,
  place,
  depth,
  isOnlyOne = false,
  onChange,
  onRemove,
}: {
  group: Group;
  place: string;
  /** 1: the outermost. */
  depth: number;
  /** The condition is a single comparison, shown as a group: problems know it without the group's place. */
  isOnlyOne?: boolean;
  onChange: (group: Group) => void;
  onRemove?: () => void;
}) {
  const { t } = useTranslation("facts");
  const { facts, problemAt } = useEditor();
  const id = useId();
  const [firstFact] = facts;
  const problem = depth > 1 ? problemAt(place) : undefined;
  const add = (part: Condition) => onChange({ ...group, of: [...group.of, part] });
  return (
    <div role="group" aria-label={t("editor.group")} id={id}>
      <BlockStack gap="300">
        <InlineStack gap="200" align="space-between" blockAlign="end">
          <Select
            label={t("editor.match")}
            options={KINDS.map((kind) => ({ value: kind, label: t(`group.${kind}`) }))}
            value={group.kind}
            onChange={(kind) => onChange({ ...group, kind: KINDS.find((one) => one === kind) ?? "all" })}
          />
          {onRemove ? (
            <Button variant="tertiary" tone="critical" onClick={onRemove}>
              {t("editor.remove-group")}
            </Button>
          ) : null}
        </InlineStack>
        {group.of.length === 0 ? (
          <Text as="p" tone="subdued">
            {t(depth === 1 && group.kind !== "any" ? "editor.empty" : "editor.empty-group")}
          </Text>
        ) : null}
        <BlockStack gap="300" as="ul">
          {group.of.map((part, index) => (
            <Part
              // Parts have no name of their own; they are fully told by their value, so a place may change hands.
              key={index}
              part={part}
              place={isOnlyOne ? place : placeIn(place, `of.${index}`)}
              depth={depth}
              onChange={(changed) => onChange(withPart(group, index, changed))}
            />
          ))}
        </BlockStack>
        {problem ? <InlineError message={problem} fieldID={id} /> : null}
        <InlineStack gap="200">
          <Button onClick={() => firstFact && add(comparisonFor(firstFact))} disabled={!firstFact}>
            {t("editor.add")}
          </Button>
          {depth < MOST_DEPTH ? (
            <Button variant="tertiary" onClick={() => add({ kind: "any", of: [] })}>
              {t("editor.add-group")}
            </Button>
          ) : null}
        </InlineStack>
      </BlockStack>
    </div>
  );
}

type PartProps = {
  part: Condition;
  place: string;
  depth: number;
  /** Null: taken out. */
  onChange: (part: Condition | null) => void;
};

function Part({ part, place, depth, onChange }: PartProps) {
  return (
    <Box as="li" padding="300" borderWidth="025" borderColor="border" borderRadius="200">
      {part.kind === "fact" ? (
        <ComparisonEditor
          comparison={part}
          place={place}
          onChange={onChange}
          onRemove={() => onChange(null)}
        />
      ) : (
        <GroupEditor
          group={asGroup(part)}
          place={place}
          depth={depth + 1}
          onChange={onChange}
          onRemove={() => onChange(null)}
        />
      )}
    </Box>
  );
}
