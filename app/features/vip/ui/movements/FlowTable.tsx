import { BlockStack, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import { type Flow, type MovementQuery, movementsUrl } from "../../movements/schema";

import styles from "./FlowTable.module.css";

type Props = { flows: readonly Flow[]; query: MovementQuery; nameOf: (id: string) => string };

/** The numbers of the drawing; each leads to the people it counts. */
export function FlowTable({ flows, query, nameOf }: Props) {
  const { t } = useTranslation("vip");
  const format = useFormat();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t("preview.move")}</th>
          <th scope="col">{t("moves.why")}</th>
          <th scope="col" className={styles.number}>
            {t("moves.people")}
          </th>
        </tr>
      </thead>
      <tbody>
        {flows.map(({ from, to, count, reasons }) => (
          <tr key={`${from} ${to}`}>
            <th scope="row">
              <InlineStack gap="100">
                <span>{nameOf(from)}</span>
                <span aria-hidden="true">→</span>
                <Text as="span" visuallyHidden>
                  {t("preview.to")}
                </Text>
                <span>{nameOf(to)}</span>
              </InlineStack>
            </th>
            <td>
              <BlockStack>
                {reasons.map((one) => (
                  <Text key={one.reason} as="span" variant="bodySm" tone="subdued">
                    {t(`moves.reason.${one.reason}`)}
                    {reasons.length > 1 ? `: ${format.count(one.count)}` : ""}
                  </Text>
                ))}
              </BlockStack>
            </td>
            <td className={styles.number}>
              <Link url={movementsUrl({ ...query, from, to, page: 1 })}>{format.count(count)}</Link>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
