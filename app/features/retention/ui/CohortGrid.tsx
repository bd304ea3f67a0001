import { UnstyledLink } from "@shopify/polaris";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";

import { heatColours } from "~/ui/charts/heat";
import { useFormat } from "~/ui/use-format";

import type { CohortCell, CohortRow, CohortSummaryCell, CohortTable } from "../schema";
import styles from "./CohortGrid.module.css";

export type CohortMeasure = "retention" | "revenue";

type Shown = { measure: CohortMeasure; currencyCode: string; hottest: number };

/** The cohort table: scrolls sideways inside its card, the cohorts' names stay. */
export function CohortGrid({
  cohorts,
  currencyCode,
  measure,
}: {
  cohorts: CohortTable;
  currencyCode: string;
  measure: CohortMeasure;
}) {
  const { t } = useTranslation("retention");
  const offsets = cohorts.summary.map((cell) => cell.offset);
  const shown = { measure, currencyCode, hottest: hottestOf(cohorts, measure) };
  return (
    <div className={styles.scroll} role="region" aria-label={t("cohorts.title")} tabIndex={0}>
      <table className={styles.table}>
        <caption className={styles.caption}>{t(`cohorts.formula.${measure}`)}</caption>
        <thead>
          <tr>
            <th scope="col" className={styles.name}>
              {t("cohorts.firstOrder")}
            </th>
            <th scope="col">{t("cohorts.size")}</th>
            {offsets.map((offset) => (
              <th key={offset} scope="col">
                {t("cohorts.month", { offset })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cohorts.rows.toReversed().map((row) => (
            <Row key={row.cohort} row={row} {...shown} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" className={styles.name}>
              {t("cohorts.all")}
            </th>
            <td />
            {cohorts.summary.map((cell) => (
              <td key={cell.offset}>
                <SummaryCell cell={cell} {...shown} />
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Row({ row, ...shown }: Shown & { row: CohortRow }) {
  const format = useFormat();
  return (
    <tr>
      <th scope="row" className={styles.name}>
        {format.month(row.cohort)}
      </th>
      <td>
        <UnstyledLink className={styles.cell} url={row.customersTo}>
          {format.count(row.size)}
        </UnstyledLink>
      </td>
      {row.cells.map((cell) => (
        <td key={cell.offset}>
          <Cell cell={cell} cohort={row.cohort} {...shown} />
        </td>
      ))}
    </tr>
  );
}

function Cell({
  cell,
  cohort,
  measure,
  currencyCode,
  hottest,
}: Shown & { cell: CohortCell; cohort: string }) {
  const { t } = useTranslation("retention");
  const format = useFormat();
  const customers = t("cohorts.customers", {
    count: cell.customerCount,
    value: format.count(cell.customerCount),
  });
  const title = t(cell.isRunning ? "cohorts.runningCell" : "cohorts.cell", {
    cohort: format.month(cohort),
    month: format.month(cell.month),
    customers,
    money: format.money(cell.netMinor, currencyCode),
  });
  const [main, below] =
    measure === "retention"
      ? [format.share(cell.share), format.count(cell.customerCount)]
      : [format.money(cell.netMinor, currencyCode), customers];
  return (
    <UnstyledLink
      className={`${styles.cell} ${cell.isRunning ? styles.running : ""}`}
      style={shadeOf(cell, measure, hottest)}
      url={measure === "retention" ? cell.customersTo : cell.ordersTo}
      title={title}
    >
      {main}
      <span className={styles.below}>{below}</span>
    </UnstyledLink>
  );
}

function SummaryCell({ cell, measure, currencyCode }: Shown & { cell: CohortSummaryCell }) {
  const { t } = useTranslation("retention");
  const format = useFormat();
  if (cell.share === null) return <span className={styles.cell}>–</span>;
  const [main, below, url] =
    measure === "retention"
      ? [
          format.share(cell.share),
          t("cohorts.of", { customers: format.count(cell.customerCount), size: format.count(cell.size) }),
          cell.customersTo,
        ]
      : [format.money(cell.netMinor, currencyCode), null, cell.ordersTo];
  return (
    <UnstyledLink className={styles.cell} url={url}>
      {main}
      <span className={styles.below}>{below}</span>
    </UnstyledLink>
  );
}

/** The first month is 100 % by its nature: the scale is set by what came after. */
function hottestOf(cohorts: CohortTable, measure: CohortMeasure): number {
  const later = cohorts.rows
    .flatMap((row) => row.cells)
    .filter((cell) => measure === "revenue" || cell.offset > 0);
  return Math.max(0, ...later.map((cell) => valueOf(cell, measure)));
}

function valueOf(cell: CohortCell, measure: CohortMeasure): number {
  return measure === "retention" ? cell.share : cell.netMinor;
}

function shadeOf(cell: CohortCell, measure: CohortMeasure, hottest: number): CSSProperties {
  const value = valueOf(cell, measure);
  const isWhole = measure === "retention" && cell.offset === 0;
  if (value === 0 || hottest === 0 || isWhole) return {};
  return heatColours(value / hottest);
}
