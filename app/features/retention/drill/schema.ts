import { z } from "zod";

import { DaySchema, MonthOffsetSchema, MonthSchema, PageSchema } from "~/kit/period";

/** Which valid orders a number was made of. Days are inclusive; null = open. */
export type OrderSelection =
  | { kind: "range"; range: { from: string | null; to: string | null } }
  | { kind: "cohort-month"; cohort: string; offset: number }
  /** Cohorts since `since` that had lived through the whole month `offset` by the month `before`. */
  | { kind: "cohort-span"; since: string; before: string; offset: number };

const SelectionSchema = z.union([
  z
    .object({ cohort: MonthSchema, offset: MonthOffsetSchema })
    .transform((selection): OrderSelection => ({ kind: "cohort-month", ...selection })),
  z
    .object({ since: MonthSchema, before: MonthSchema, offset: MonthOffsetSchema })
    .transform((selection): OrderSelection => ({ kind: "cohort-span", ...selection })),
  z
    .object({
      from: DaySchema.nullable().catch(null).default(null),
      to: DaySchema.nullable().catch(null).default(null),
    })
    .transform((range): OrderSelection => ({ kind: "range", range })),
]);

/** What the URL of a list of orders asks for; what makes no sense is left out, so every link opens something. */
export function parseOrderDrill(params: URLSearchParams): { selection: OrderSelection; page: number } {
  const given = Object.fromEntries(params);
  return { selection: SelectionSchema.parse(given), page: PageSchema.parse(given.page ?? 1) };
}

export type DrilledOrder = {
  id: string;
  name: string;
  customerId: string | null;
  /** Null: no customer, or one without name and mail. */
  customerName: string | null;
  placedAt: string;
  financialStatus: string | null;
  totalMinor: number;
  netMinor: number;
};

export type OrderDrillData = {
  selection: OrderSelection;
  orderCount: number;
  netMinor: number;
  currencyCode: string;
  asOf: string;
  page: number;
  pageCount: number;
  orders: DrilledOrder[];
};
