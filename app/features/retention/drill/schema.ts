import { z } from "zod";

import { DaySchema, MonthOffsetSchema, MonthSchema, PageSchema } from "~/kit/period";

/** Which valid orders a number was made of. Days are inclusive; null = open. */
export type OrderSelection =
  | { kind: "range"; range: { from: string | null; to: string | null } }
  | { kind: "cohort-month"; cohort: string; offset: number }
  /** Cohorts since `since` that had lived through the whole month `offset` by the month `before`. */
  | { kind: "cohort-span"; since: string; before: string; offset: number };

/** What a list shows: a selection, or the orders cart recovery counts for reminders sent in the days. */
export type ShownOrders =
  OrderSelection | { kind: "recovered"; range: { from: string | null; to: string | null } };

const OpenDaySchema = DaySchema.nullable().catch(null).default(null);
const RangeSchema = z.object({ from: OpenDaySchema, to: OpenDaySchema });

const SelectionSchema = z.union([
  z
    .object({ cohort: MonthSchema, offset: MonthOffsetSchema })
    .transform((selection): OrderSelection => ({ kind: "cohort-month", ...selection })),
  z
    .object({ since: MonthSchema, before: MonthSchema, offset: MonthOffsetSchema })
    .transform((selection): OrderSelection => ({ kind: "cohort-span", ...selection })),
  RangeSchema.transform((range): OrderSelection => ({ kind: "range", range })),
]);

/** What the URL of a list of orders asks for; what makes no sense is left out, so every link opens something. */
export function parseOrderDrill(params: URLSearchParams): { selection: OrderSelection; page: number } {
  const given = Object.fromEntries(params);
  return { selection: SelectionSchema.parse(given), page: PageSchema.parse(given.page ?? 1) };
}

/** The same for the list of recovered orders: days in which the reminders were sent. */
export function parseRecoveredDrill(params: URLSearchParams): {
  range: z.infer<typeof RangeSchema>;
  page: number;
} {
  const given = Object.fromEntries(params);
  return { range: RangeSchema.parse(given), page: PageSchema.parse(given.page ?? 1) };
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
  selection: ShownOrders;
  orderCount: number;
  netMinor: number;
  currencyCode: string;
  asOf: string;
  page: number;
  pageCount: number;
  orders: DrilledOrder[];
};
