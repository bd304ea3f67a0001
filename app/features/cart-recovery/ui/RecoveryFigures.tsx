import { InlineGrid } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { MetricCard } from "~/ui/MetricCard";
import { useFormat } from "~/ui/use-format";

import type { RecoveryPageData } from "../presenter.server";
import { recoveryListUrl } from "../schema";

type Props = Pick<RecoveryPageData, "figures" | "figureDays" | "asOf">;

/** How recovery did in the last 30 days; a click opens exactly the checkouts counted. */
export function RecoveryFigures({ figures, figureDays, asOf }: Props) {
  const { t } = useTranslation("cart-recovery");
  const format = useFormat();
  const { messaged, recovered, recoveryRateBp, recoveredNetMinor, currencyCode, stillOpen } = figures;
  const numbers = `${format.count(recovered)} ÷ ${format.count(messaged)}`;
  const cards = [
    { key: "messaged", value: format.count(messaged), counted: "messaged" as const },
    { key: "recovered", value: format.count(recovered), counted: "recovered" as const },
    {
      key: "rate",
      value: recoveryRateBp === null ? t("figures.none") : format.share(recoveryRateBp / 10_000),
      counted: "recovered" as const,
    },
    { key: "revenue", value: format.money(recoveredNetMinor, currencyCode), counted: "recovered" as const },
  ];
  const rows = [
    { term: t("figures.formula"), detail: t("figures.formulaText") },
    { term: t("figures.window"), detail: t("figures.windowText", { days: figureDays }) },
    { term: t("figures.numbers"), detail: numbers },
    ...(stillOpen > 0
      ? [{ term: t("figures.open"), detail: t("figures.stillOpen", { count: stillOpen }) }]
      : []),
    { term: t("figures.asOf"), detail: format.instant(asOf) },
  ];
  return (
    <InlineGrid columns={{ xs: 2, md: 4 }} gap="300">
      {cards.map(({ key, value, counted }) => (
        <MetricCard
          key={key}
          title={t(`figures.${key}`)}
          value={value}
          url={recoveryListUrl({ counted })}
          comparison={null}
          explanation={{ label: t("figures.how", { title: t(`figures.${key}`) }), rows }}
        />
      ))}
    </InlineGrid>
  );
}
