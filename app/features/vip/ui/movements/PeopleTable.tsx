import { BlockStack, Box, Button, Card, IndexTable, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { ItemTable, NumberCell } from "~/ui/ItemTable";
import { useFormat } from "~/ui/use-format";

import { type MovementPerson, type MovementsPageData, movementsUrl } from "../../movements/schema";

type NameOf = (id: string) => string;
type Props = {
  data: MovementsPageData;
  isLoading: boolean;
  nameOf: NameOf;
  onNavigate: (url: string) => void;
};

/** Who moved, latest first: all, or those of one number of the table. */
export function PeopleTable({ data, isLoading, nameOf, onNavigate }: Props) {
  const { t } = useTranslation("vip");
  const { people, query, pageCount, peopleCount, currencyCode } = data;
  const { page, from, to } = query;
  const isNarrowed = from !== null || to !== null;
  const goTo = (next: number) => onNavigate(movementsUrl({ ...query, page: next }));
  return (
    <Card padding="0">
      <Box padding="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {isNarrowed
              ? t("moves.narrowed", {
                  count: peopleCount,
                  from: from === null ? t("moves.anywhere") : nameOf(from),
                  to: to === null ? t("moves.anywhere") : nameOf(to),
                })
              : t("moves.everybody")}
          </Text>
          {isNarrowed ? (
            <Button
              variant="plain"
              onClick={() => onNavigate(movementsUrl({ ...query, from: null, to: null, page: 1 }))}
            >
              {t("moves.showAll")}
            </Button>
          ) : null}
        </InlineStack>
      </Box>
      <ItemTable
        items={people}
        keyOf={({ id }) => id}
        isLoading={isLoading}
        names={{ one: t("preview.person"), many: t("preview.people") }}
        headings={[
          { title: t("preview.person") },
          { title: t("preview.move") },
          { title: t("moves.why") },
          { title: t("moves.when") },
          { title: t("preview.spend"), alignment: "end" },
        ]}
        empty={{ text: t("moves.none") }}
        paging={{ page, pageCount, label: t("page", { page, pageCount }), onPage: goTo }}
        cells={(person) => <Cells {...{ person, nameOf, currencyCode }} />}
        card={(person) => <Condensed {...{ person, nameOf, currencyCode }} />}
      />
    </Card>
  );
}

type One = { person: MovementPerson; nameOf: NameOf; currencyCode: string };

function Cells({ person, nameOf, currencyCode }: One) {
  const { t } = useTranslation("vip");
  const format = useFormat();
  return (
    <>
      <IndexTable.Cell>
        <Person person={person} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <FromTo {...{ person, nameOf }} />
      </IndexTable.Cell>
      <IndexTable.Cell>{t(`moves.reason.${person.reason}`)}</IndexTable.Cell>
      <IndexTable.Cell>{format.instant(person.movedAt)}</IndexTable.Cell>
      <NumberCell>
        {t("preview.bought", {
          count: person.orderCount,
          money: format.money(person.netMinor, currencyCode),
        })}
      </NumberCell>
    </>
  );
}

function Condensed({ person, nameOf, currencyCode }: One) {
  const { t } = useTranslation("vip");
  const format = useFormat();
  return (
    <BlockStack gap="100">
      <InlineStack align="space-between" gap="200">
        <Person person={person} />
        <Text as="span" variant="bodySm" tone="subdued">
          {format.dayOf(person.movedAt)}
        </Text>
      </InlineStack>
      <FromTo {...{ person, nameOf }} />
      <Text as="span" variant="bodySm" tone="subdued">
        {t(`moves.reason.${person.reason}`)}
      </Text>
      <Text as="span" variant="bodySm" tone="subdued" numeric>
        {t("preview.bought", {
          count: person.orderCount,
          money: format.money(person.netMinor, currencyCode),
        })}
      </Text>
    </BlockStack>
  );
}

function FromTo({ person: { from, to }, nameOf }: Omit<One, "currencyCode">) {
  const { t } = useTranslation("vip");
  return (
    <InlineStack gap="100">
      <span>{nameOf(from)}</span>
      <span aria-hidden="true">→</span>
      <Text as="span" visuallyHidden>
        {t("preview.to")}
      </Text>
      <span>{nameOf(to)}</span>
    </InlineStack>
  );
}

function Person({ person: { customer } }: { person: MovementPerson }) {
  const { t } = useTranslation("vip");
  if (!customer)
    return (
      <Text as="span" tone="subdued">
        {t("perks.nobody")}
      </Text>
    );
  return <Link url={`/app/customers/${customer.id}`}>{customer.name || t("preview.nameless")}</Link>;
}
