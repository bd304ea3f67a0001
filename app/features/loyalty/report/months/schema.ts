import { z } from "zod";

import { addDays, addMonths } from "~/kit/zone";

const MonthSchema = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/);

/** The report's period: months of the shop, both in it. */
export const ReportQuerySchema = z.object({
  from: MonthSchema.nullish().catch(null),
  to: MonthSchema.nullish().catch(null),
});

/** Months that can be chosen, the latest first. */
export const MONTHS_OFFERED = 36;
const MONTHS_SHOWN = 6;

export type ReportPeriod = {
  fromMonth: string;
  toMonth: string;
  /** Days, both in it; never after today. */
  fromOn: string;
  toOn: string;
};

/** The period that is asked for: the last months when none is, and within what can be chosen. */
export function periodOf({ from, to }: z.infer<typeof ReportQuerySchema>, today: string): ReportPeriod {
  const current = today.slice(0, 7);
  const earliest = addMonths(current, 1 - MONTHS_OFFERED);
  const within = (month: string) => (month > current ? current : month < earliest ? earliest : month);
  const toMonth = within(to ?? current);
  const wished = within(from ?? addMonths(toMonth, 1 - MONTHS_SHOWN));
  const fromMonth = wished > toMonth ? toMonth : wished;
  const last = addDays(`${addMonths(toMonth, 1)}-01`, -1);
  return { fromMonth, toMonth, fromOn: `${fromMonth}-01`, toOn: last > today ? today : last };
}

/** The months that can be chosen, the latest first. */
export function offeredMonths(today: string): string[] {
  return Array.from({ length: MONTHS_OFFERED }, (_, index) => addMonths(today.slice(0, 7), -index));
}
