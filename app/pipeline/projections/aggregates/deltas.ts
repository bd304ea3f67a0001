import type { OrderRow } from "../orders/schema";

/** What aggregates know of an order. */
export type CountedOrder = Pick<
  OrderRow,
  "customerId" | "isValid" | "netMinor" | "placedAt" | "placedOn" | "placedMonth" | "currencyCode"
>;

/** One order before and after a batch; null = it was not there. */
export type OrderStep = { before: CountedOrder | null; after: CountedOrder };

export type DayDelta = { day: string; orderCount: number; netMinor: number };

/** How many valid orders of a customer a day gained (negative: lost). */
export type BuyerDelta = { customerId: string; day: string; orderCount: number };

/** What a batch of orders changes for days and buyers. Days and pairs that end where they began may be among them. */
export function deltasOf(steps: readonly OrderStep[]): {
  days: DayDelta[];
  buyers: BuyerDelta[];
  customerIds: string[];
} {
  const days = new Map<string, DayDelta>();
  const buyers = new Map<string, BuyerDelta>();
  const add = (order: CountedOrder | null, sign: 1 | -1) => {
    if (!order?.isValid) return;
    const { placedOn: day, customerId } = order;
    const delta = days.get(day) ?? { day, orderCount: 0, netMinor: 0 };
    days.set(day, {
      day,
      orderCount: delta.orderCount + sign,
      netMinor: delta.netMinor + sign * order.netMinor,
    });
    if (customerId === null) return;
    const key = `${day} ${customerId}`;
    buyers.set(key, { customerId, day, orderCount: (buyers.get(key)?.orderCount ?? 0) + sign });
  };
  for (const { before, after } of steps) {
    add(before, -1);
    add(after, 1);
  }
  const customerIds = new Set(steps.flatMap(({ before, after }) => [...buyerOf(before), ...buyerOf(after)]));
  return { days: [...days.values()], buyers: [...buyers.values()], customerIds: [...customerIds] };
}

function buyerOf(order: CountedOrder | null): string[] {
  return order?.isValid && order.customerId !== null ? [order.customerId] : [];
}

/** Valid orders of a customer on one day. */
export type CustomerDay = {
  customerId: string;
  day: string;
  month: string;
  orderCount: number;
  netMinor: number;
  firstAt: Date;
  lastAt: Date;
  currencyCode: string;
};

/**
 * How many more different buyers each day has, given what the buyers have now.
 *
 * @param now Valid orders of every customer named in `buyers`, by day, after the change.
 */
export function buyerCountDeltas(
  buyers: readonly BuyerDelta[],
  now: readonly CustomerDay[],
): Map<string, number> {
  const countNow = new Map(
    now.map(({ customerId, day, orderCount }) => [`${day} ${customerId}`, orderCount]),
  );
  const deltas = new Map<string, number>();
  for (const { customerId, day, orderCount } of buyers) {
    const after = countNow.get(`${day} ${customerId}`) ?? 0;
    const change = Number(after > 0) - Number(after - orderCount > 0);
    if (change !== 0) deltas.set(day, (deltas.get(day) ?? 0) + change);
  }
  return deltas;
}

export type CustomerTotals = {
  customerId: string;
  orderCount: number;
  netMinor: number;
  currencyCode: string;
  firstOrderAt: Date;
  lastOrderAt: Date;
  firstOrderMonth: string;
};

export type MonthTotals = { customerId: string; month: string; orderCount: number; netMinor: number };

/** The figures of customers, and of each of their months, out of their days. */
export function totalsOf(days: readonly CustomerDay[]): {
  customers: CustomerTotals[];
  months: MonthTotals[];
} {
  const customers = new Map<string, CustomerTotals>();
  const months = new Map<string, MonthTotals>();
  for (const day of days) {
    const { customerId, month, orderCount, netMinor } = day;
    customers.set(customerId, addDay(customers.get(customerId), day));
    const key = `${customerId} ${month}`;
    const known = months.get(key) ?? { customerId, month, orderCount: 0, netMinor: 0 };
    months.set(key, {
      ...known,
      orderCount: known.orderCount + orderCount,
      netMinor: known.netMinor + netMinor,
    });
  }
  return { customers: [...customers.values()], months: [...months.values()] };
}

function addDay(known: CustomerTotals | undefined, day: CustomerDay): CustomerTotals {
  const { customerId, month, orderCount, netMinor, firstAt, lastAt, currencyCode } = day;
  if (!known)
    return {
      customerId,
      orderCount,
      netMinor,
      currencyCode,
      firstOrderAt: firstAt,
      lastOrderAt: lastAt,
      firstOrderMonth: month,
    };
  return {
    customerId,
    orderCount: known.orderCount + orderCount,
    netMinor: known.netMinor + netMinor,
    currencyCode: currencyCode > known.currencyCode ? currencyCode : known.currencyCode,
    firstOrderAt: firstAt < known.firstOrderAt ? firstAt : known.firstOrderAt,
    lastOrderAt: lastAt > known.lastOrderAt ? lastAt : known.lastOrderAt,
    firstOrderMonth: month < known.firstOrderMonth ? month : known.firstOrderMonth,
  };
}

export type CohortDelta = {
  cohort: string;
  month: string;
  customerCount: number;
  orderCount: number;
  netMinor: number;
};

type Months = { cohortOf: ReadonlyMap<string, string>; months: readonly MonthTotals[] };

/** What cohorts gain and lose when customers' months change from `before` to `after`; nothing that stays the same. */
export function cohortDeltas(before: Months, after: Months): CohortDelta[] {
  const deltas = new Map<string, CohortDelta>();
  const add = ({ cohortOf, months }: Months, sign: 1 | -1) => {
    for (const { customerId, month, orderCount, netMinor } of months) {
      const cohort = cohortOf.get(customerId);
      if (cohort === undefined) continue;
      const key = `${cohort} ${month}`;
      const known = deltas.get(key) ?? { cohort, month, customerCount: 0, orderCount: 0, netMinor: 0 };
      deltas.set(key, {
        cohort,
        month,
        customerCount: known.customerCount + sign,
        orderCount: known.orderCount + sign * orderCount,
        netMinor: known.netMinor + sign * netMinor,
      });
    }
  };
  add(before, -1);
  add(after, 1);
  return [...deltas.values()].filter((delta) => delta.customerCount || delta.orderCount || delta.netMinor);
}
