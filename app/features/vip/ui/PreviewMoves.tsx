import { Badge, BlockStack, IndexTable, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { ItemTable, NumberCell } from "~/ui/ItemTable";
import { useFormat } from "~/ui/use-format";

import type { TierMove } from "../schema";

type NameOf = (tierId: string, kind: "now" | "after") => string;
type Props = { moves: readonly TierMove[]; currencyCode: string; nameOf: NameOf };

/** The people who would move: from where, to where, and what they bought in the window. */
export function PreviewMoves({ moves, currencyCode, nameOf }: Props) {
  const { t } = useTranslation("vip");
  const format = useFormat();
  return (
    <ItemTable
      items={moves}
      keyOf={({ customerId }) => customerId}
      names={{ one: t("preview.person"), many: t("preview.people") }}
      headings={[
        { title: t("preview.person") },
        { title: t("preview.move") },
        { title: t("preview.orders"), alignment: "end" },
        { title: t("preview.spend"), alignment: "end" },
      ]}
      cells={(move) => (
        <>
          <IndexTable.Cell>
            <Person move={move} />
          </IndexTable.Cell>
          <IndexTable.Cell>
            <FromTo move={move} nameOf={nameOf} />
          </IndexTable.Cell>
          <NumberCell>{format.count(move.orderCount)}</NumberCell>
          <NumberCell>{format.money(move.netMinor, currencyCode)}</NumberCell>
        </>
      )}
      card={(move) => <CondensedMove {...{ move, currencyCode, nameOf }} />}
    />
  );
}

function CondensedMove({
  move,
  currencyCode,
  nameOf,
}: {
  move: TierMove;
  currencyCode: string;
  nameOf: NameOf;
}) {
  const { t } = useTranslation("vip");
  const format = useFormat();
  return (
    <BlockStack gap="100">
      <Person move={move} />
      <FromTo move={move} nameOf={nameOf} />
      <Text as="span" tone="subdued" numeric>
        {t("preview.bought", { count: move.orderCount, money: format.money(move.netMinor, currencyCode) })}
      </Text>
    </BlockStack>
  );
}

function Person({ move }: { move: TierMove }) {
  const { t } = useTranslation("vip");
  return (
    <Link url={`/app/customers/${move.customerId}`}>{move.name || move.email || t("preview.nameless")}</Link>
  );
}

function FromTo({ move, nameOf }: { move: TierMove; nameOf: NameOf }) {
  const { t } = useTranslation("vip");
  const format = useFormat();
  const { fromTierId, toTierId, keptUntil } = move;
  return (
    <InlineStack gap="100" blockAlign="center">
      <Badge>{fromTierId === null ? t("preview.noTier") : nameOf(fromTierId, "now")}</Badge>
      <span aria-hidden="true">→</span>
      <Text as="span" visuallyHidden>
        {t("preview.to")}
      </Text>
      {toTierId === null ? (
        <Badge tone="warning">{t("preview.noTier")}</Badge>
      ) : (
        <Badge tone="success">{nameOf(toTierId, "after")}</Badge>
      )}
      {keptUntil === null ? null : (
        <Text as="span" variant="bodySm" tone="subdued">
          {t("preview.keptUntil", { on: format.dayOf(keptUntil) })}
        </Text>
      )}
    </InlineStack>
  );
}
