import { InlineGrid } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { MetricCard } from "~/ui/MetricCard";
import { useFormat } from "~/ui/use-format";

import type { IncentivesPageData } from "../list/presenter.server";

/** What this month has cost, how much of the revenue needs a code, who buys only with one, and how full the shop is. */
export function IncentiveFigures({ data }: { data: IncentivesPageData }) {
  const { t } = useTranslation("incentives");
  const format = useFormat();
  const { budget, settings, report, quota, currencyCode, month } = data;
  const { dependence, sinceMonth } = report;
  const money = (minor: number) => format.money(minor, currencyCode);
  const share = dependence.netMinor > 0 ? dependence.withCodeMinor / dependence.netMinor : null;
  const limit = settings.monthlyBudgetMinor;
  const held = quota.codeCount ?? quota.ourCount;
  const figure = (key: string, numbers: string) => ({
    comparison: null,
    explanation: {
      label: t("figures.how", { title: t(`figures.${key}`) }),
      rows: [
        { term: t("figures.formula"), detail: t(`figures.${key}Formula`) },
        { term: t("figures.numbers"), detail: numbers },
        {
          term: t("figures.window"),
          detail: t(`figures.${key}Window`, { month: format.month(month), since: format.month(sinceMonth) }),
        },
      ],
    },
  });
  const budgetText = t("figures.budgetNumbers", {
    spent: money(budget.spentMinor),
    reserved: money(budget.reservedMinor),
    limit: limit === null ? t("figures.noLimit") : money(limit),
  });
  return (
    <InlineGrid columns={{ xs: 1, sm: 2, lg: 4 }} gap="400">
      <MetricCard
        title={t("figures.budget")}
        value={money(budget.spentMinor + budget.reservedMinor)}
        {...figure("budget", budgetText)}
      />
      <MetricCard
        title={t("figures.share")}
        value={share === null ? "–" : format.share(share)}
        {...figure("share", `${money(dependence.withCodeMinor)} ÷ ${money(dependence.netMinor)}`)}
      />
      <MetricCard
        title={t("figures.only")}
        value={format.count(dependence.onlyWithCodeCount)}
        url="/app/incentives/code-buyers"
        {...figure(
          "only",
          t("figures.onlyNumbers", {
            only: format.count(dependence.onlyWithCodeCount),
            all: format.count(dependence.repeatBuyerCount),
          }),
        )}
      />
      <MetricCard
        title={t("figures.quota")}
        value={format.share(Math.min(1, held / quota.limit))}
        {...figure(
          "quota",
          t("figures.quotaNumbers", {
            all: quota.codeCount === null ? "–" : format.count(quota.codeCount),
            ours: format.count(quota.ourCount),
            limit: format.count(quota.limit),
            at: quota.readAt === null ? "–" : format.instant(quota.readAt),
          }),
        )}
      />
    </InlineGrid>
  );
}
