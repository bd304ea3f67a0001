import { BlockStack, Box, Card, IndexTable, InlineStack, Link, Page, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { AsOf } from "~/ui/AsOf";
import { useFormat } from "~/ui/use-format";

import type { LostPerson, WinbackPeopleData } from "../schema";

/** The people behind a figure of the winback rate: as many as the figure said. */
export function WinbackPeoplePage({
  data,
  onNext,
}: {
  data: WinbackPeopleData;
  onNext: (afterCustomerId: string) => void;
}) {
  const { t } = useTranslation("winback");
  const { count } = useFormat();
  const { group, lapseDays, totalCount, people, nextAfter } = data;
  return (
    <Page
      title={t(`people.${group.who}`)}
      subtitle={`${t("people.who", { count: lapseDays })} ${group.among === "all" ? "" : t(`people.among.${group.among}`)}`}
      backAction={{ content: t("people.back"), url: "/app/dashboard" }}
    >
      <BlockStack gap="400">
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <InlineStack gap="200" align="space-between">
            <Text as="p" variant="headingSm">
              {t("people.total", { count: totalCount, value: count(totalCount) })}
            </Text>
            <AsOf at={data.asOf} />
          </InlineStack>
        </Box>
        <Card padding="0">
          <IndexTable
            selectable={false}
            itemCount={people.length}
            resourceName={{ singular: t("people.person"), plural: t("people.persons") }}
            headings={[
              { title: t("people.person") },
              { title: t("people.lastOrder") },
              { title: t("people.cameBack") },
            ]}
            emptyState={
              <Box padding="600">
                <Text as="p" alignment="center" tone="subdued">
                  {t("people.empty")}
                </Text>
              </Box>
            }
            {...(nextAfter === null
              ? {}
              : {
                  pagination: {
                    hasNext: true,
                    hasPrevious: false,
                    onNext: () => onNext(nextAfter),
                    label: t("people.more"),
                  },
                })}
          >
            {people.map((person, position) => (
              <PersonRow key={person.id} person={person} position={position} />
            ))}
          </IndexTable>
        </Card>
      </BlockStack>
    </Page>
  );
}

function PersonRow({ person, position }: { person: LostPerson; position: number }) {
  const { t } = useTranslation("winback");
  const { dayOf } = useFormat();
  return (
    <IndexTable.Row id={person.id} position={position}>
      <IndexTable.Cell>
        <Link url={`/app/customers/${person.id}`}>{person.name ?? t("people.nameless")}</Link>
      </IndexTable.Cell>
      <IndexTable.Cell>{dayOf(person.lastOrderAt)}</IndexTable.Cell>
      <IndexTable.Cell>{person.cameBackAt ? dayOf(person.cameBackAt) : "–"}</IndexTable.Cell>
    </IndexTable.Row>
  );
}
