import { InlineGrid } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { MetricCard } from "~/ui/MetricCard";
import { useFormat } from "~/ui/use-format";

import type { LoyaltyReport } from "../report/schema";

const SHARE_BP = 10_000;

/** What is owed at the end of the period, and how much the programme is used; each tells how it is counted. */
export function ReportFigures({ report }: { report: LoyaltyReport }) {
  const { t } = useTranslation("loyalty-screens");
  const format = useFormat();
  const { liability, participation, enrolment, currencyCode, hundredPointsMinor } = report;
  const share = (shareBp: number | null) => (shareBp === null ? "–" : format.share(shareBp / SHARE_BP));
  const money = (minor: number) => format.money(minor, currencyCode);
  const owed = format.count(liability.outstandingPoints);
  const shown = [
    {
      name: "liability",
      value: money(liability.liabilityMinor),
      with: t("formula.withLiability", {
        points: owed,
        value: money(hundredPointsMinor),
        breakage: share(liability.breakageBp ?? 0),
      }),
    },
    {
      name: "outstanding",
      value: owed,
      with: t("formula.withOutstanding", { day: format.day(report.toOn) }),
    },
    {
      name: "participation",
      value: share(participation.shareBp),
      with: t("formula.ofPeople", {
        part: format.count(participation.activeCount),
        all: format.count(participation.eligibleCount),
      }),
    },
    {
      name: "enrolment",
      value: share(enrolment.shareBp),
      with: t("formula.ofPeople", {
        part: format.count(enrolment.memberCount),
        all: format.count(enrolment.customerCount),
      }),
    },
    { name: "redemption", value: share(liability.redemptionBp), with: t("formula.ofGiven") },
    { name: "breakage", value: share(liability.breakageBp), with: t("formula.ofGiven") },
  ];
  return (
    <InlineGrid columns={{ xs: 1, sm: 2, lg: 3 }} gap="400">
      {shown.map(({ name, value, with: numbers }) => (
        <MetricCard
          key={name}
          title={t(`report.figure.${name}`)}
          value={value}
          comparison={null}
          explanation={{
            label: t("report.how", { name: t(`report.figure.${name}`) }),
            rows: [
              { term: t("report.formula"), detail: t(`formula.${name}`) },
              { term: t("report.numbers"), detail: numbers },
            ],
          }}
        />
      ))}
    </InlineGrid>
  );
}
