import { BlockStack, Box, Button, InlineStack, Select, Text } from "@shopify/polaris";
import { ArrowDownIcon, ArrowUpIcon, DeleteIcon } from "@shopify/polaris-icons";
import { useTranslation } from "react-i18next";

import { moveBlock, removeBlock, replaceBlock } from "../rules/editing";
import { emptyBlock } from "../rules/empty";
import { type BlockOf, LEAF_KINDS, type LeafBlock } from "../schema";

import { BlockFields, type BlockFieldsProps } from "./BlockFields";
import { newBlockId } from "./use-editor";

type Props = Pick<BlockFieldsProps, "actions"> & {
  block: BlockOf<"columns">;
  onChange: (block: BlockOf<"columns">, about: string) => void;
};
const MOST_LEAVES = 10;

/** Two columns, each a short list of blocks with their forms. */
export function ColumnFields({ block, onChange, actions }: Props) {
  return (
    <BlockStack gap="400">
      {(["left", "right"] as const).map((side) => (
        <Column
          key={side}
          side={side}
          leaves={block[side]}
          actions={actions}
          onChange={(leaves, about) => onChange({ ...block, [side]: leaves }, `${side} ${about}`)}
        />
      ))}
    </BlockStack>
  );
}

function Column({
  side,
  leaves,
  onChange,
  actions,
}: {
  side: "left" | "right";
  leaves: LeafBlock[];
  onChange: (leaves: LeafBlock[], about: string) => void;
  actions: Props["actions"];
}) {
  const { t } = useTranslation("templates");
  const add = (kind: string) => {
    const leaf = LEAF_KINDS.find((one) => one === kind);
    if (leaf) onChange([...leaves, emptyBlock(leaf, newBlockId(leaf)) as LeafBlock], "added");
  };
  return (
    <Box padding="300" background="bg-surface-secondary" borderRadius="200">
      <BlockStack gap="300">
        <Text as="h3" variant="headingSm">
          {t(`columns.${side}`)}
        </Text>
        {leaves.map((leaf, index) => (
          <BlockStack key={leaf.id} gap="200">
            <InlineStack align="space-between" blockAlign="center">
              <Text as="span" fontWeight="semibold">
                {t(`block.${leaf.kind}.name`)}
              </Text>
              <LeafButtons leaf={leaf} index={index} leaves={leaves} onChange={onChange} />
            </InlineStack>
            <BlockFields
              block={leaf}
              actions={actions}
              onChange={(changed, about) =>
                onChange(replaceBlock(leaves, changed) as LeafBlock[], `${leaf.id} ${about}`)
              }
            />
          </BlockStack>
        ))}
        {leaves.length < MOST_LEAVES ? (
          <Select
            label={t("blocks.add")}
            labelHidden
            value=""
            onChange={add}
            options={[
              { label: t("blocks.add"), value: "" },
              ...LEAF_KINDS.map((value) => ({ label: t(`block.${value}.name`), value })),
            ]}
          />
        ) : null}
      </BlockStack>
    </Box>
  );
}

function LeafButtons({
  leaf,
  index,
  leaves,
  onChange,
}: {
  leaf: LeafBlock;
  index: number;
  leaves: LeafBlock[];
  onChange: (leaves: LeafBlock[], about: string) => void;
}) {
  const { t } = useTranslation("templates");
  const name = t(`block.${leaf.kind}.name`);
  return (
    <InlineStack>
      <Button
        icon={ArrowUpIcon}
        variant="tertiary"
        disabled={index === 0}
        accessibilityLabel={t("blocks.up", { name })}
        onClick={() => onChange(moveBlock(leaves, leaf.id, -1) as LeafBlock[], `${leaf.id} moved`)}
      />
      <Button
        icon={ArrowDownIcon}
        variant="tertiary"
        disabled={index === leaves.length - 1}
        accessibilityLabel={t("blocks.down", { name })}
        onClick={() => onChange(moveBlock(leaves, leaf.id, 1) as LeafBlock[], `${leaf.id} moved`)}
      />
      <Button
        icon={DeleteIcon}
        variant="tertiary"
        tone="critical"
        accessibilityLabel={t("blocks.remove", { name })}
        onClick={() => onChange(removeBlock(leaves, leaf.id) as LeafBlock[], `${leaf.id} removed`)}
      />
    </InlineStack>
  );
}
