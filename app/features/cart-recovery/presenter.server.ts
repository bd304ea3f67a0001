import { presentDecisions } from "~/engine/decisions/presenter.server";
import { DecisionFilterSchema, type DecisionItem } from "~/engine/decisions/schema";
import { findIssuedCode } from "~/engine/incentives/presenter.server";
import { DAY_MS, MINUTE_MS } from "~/kit/duration";
import { type Db, toMinor } from "~/platform/db.server";

import { findLeftCheckout } from "./facts/repository.server";
import {
  listRecoveredOrders,
  presentRecoveryFigures,
  type RecoveryFigures,
  type Window,
} from "./figures/presenter.server";
import { readRecoverySettings } from "./flow/settings.server";
import { type CartRecoverySettings, RECOVERY_TABS, type RecoveryFilter, type RecoveryState } from "./schema";

const PAGE_SIZE = 25;
const FIGURE_DAYS = 30;

export type RecoveryItem = {
  id: string;
  checkoutId: string;
  state: RecoveryState;
  /** Name, else address; empty when neither is known (erased). */
  who: string;
  customerId: string | null;
  amountMinor: number;
  currencyCode: string;
  /** ISO instants. */
  leftAt: string | null;
  dueAt: string;
  sentAt: string | null;
  clickedAt: string | null;
  recoveredAt: string | null;
  /** The latest decision, to be put into words. */
  decision: Pick<DecisionItem, "feature" | "reason" | "params"> | null;
};

export type RecoveryPageData = {
  isEnabled: boolean;
  delayMinutes: number;
  figures: RecoveryFigures;
  figureDays: number;
  items: RecoveryItem[];
  filter: RecoveryFilter;
  totalCount: number;
  pageCount: number;
  asOf: string;
};

/** Left checkouts with what was decided about each, and how recovery did in the last 30 days. */
export async function presentRecoveryPage(
  db: Db,
  { shopId, filter, now }: { shopId: string; filter: RecoveryFilter; now: Date },
): Promise<RecoveryPageData> {
  const settings = await readRecoverySettings(db, { shopId });
  const window = {
    shopId,
    from: new Date(now.getTime() - FIGURE_DAYS * DAY_MS),
    to: new Date(now.getTime() + 1),
  };
  const where = await whereOf(db, filter, window);
  const totalCount = await db.recovery.count({ where: { ...where, shopId } });
  const pageCount = Math.max(1, Math.ceil(totalCount / PAGE_SIZE));
  const page = Math.min(filter.page, pageCount);
  const rows = await db.recovery.findMany({
    where: { ...where, shopId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    skip: (page - 1) * PAGE_SIZE,
    take: PAGE_SIZE,
  });
  return {
    isEnabled: settings.enabled,
    delayMinutes: settings.delayMinutes,
    figures: await presentRecoveryFigures(db, { ...window, now }),
    figureDays: FIGURE_DAYS,
    items: await presentItems(db, { shopId, rows }),
    filter: { ...filter, page },
    totalCount,
    pageCount,
    asOf: now.toISOString(),
  };
}

/** Rows of a tab; or, when a figure was clicked, exactly those it counted. */
async function whereOf(db: Db, { tab, counted }: RecoveryFilter, window: Window) {
  const { shopId, from, to } = window;
  if (counted === "messaged") return { shopId, sentAt: { gte: from, lt: to } };
  if (counted === "recovered") {
    const orders = await listRecoveredOrders(db, window);
    return { shopId, id: { in: orders.map((order) => order.recoveryId) } };
  }
  return { shopId, state: { in: [...RECOVERY_TABS[tab]] } };
}

type Row = NonNullable<Awaited<ReturnType<Db["recovery"]["findFirst"]>>>;

async function presentItems(
  db: Db,
  { shopId, rows }: { shopId: string; rows: readonly Row[] },
): Promise<RecoveryItem[]> {
  const checkoutIds = rows.map((row) => row.checkoutId);
  const checkouts = await db.checkout.findMany({
    where: { shopId, id: { in: checkoutIds } },
    include: { lines: { where: { shopId } } },
  });
  const { delayMinutes } = await readRecoverySettings(db, { shopId });
  const customers = await db.customer.findMany({
    where: { shopId, id: { in: rows.flatMap((row) => (row.customerId ? [row.customerId] : [])) } },
    select: { id: true, firstName: true, lastName: true },
  });
  const checkoutById = new Map(checkouts.map((checkout) => [checkout.id, checkout]));
  const nameById = new Map(
    customers.map(({ id, ...name }) => [id, [name.firstName, name.lastName].filter(Boolean).join(" ")]),
  );
  const decisionBySubject = await latestDecisions(db, { shopId, checkoutIds });
  return rows.map((row) =>
    presentItem(row, {
      checkout: checkoutById.get(row.checkoutId) ?? null,
      name: (row.customerId && nameById.get(row.customerId)) ?? null,
      decision: decisionBySubject.get(row.checkoutId) ?? null,
      delayMs: delayMinutes * MINUTE_MS,
    }),
  );
}

type Checkout = Pick<
  NonNullable<Awaited<ReturnType<Db["checkout"]["findFirst"]>>>,
  "email" | "currencyCode" | "activeAt"
> & { lines: readonly { unitPriceMinor: bigint; quantity: number }[] };

function presentItem(
  row: Row,
  {
    checkout,
    name,
    decision,
    delayMs,
  }: {
    checkout: Checkout | null;
    /** Of the customer; empty when they have none, null when we do not know them. */
    name: string | null;
    decision: RecoveryItem["decision"];
    /** Between leaving and the decision, as set now. */
    delayMs: number;
  },
): RecoveryItem {
  const { id, checkoutId } = row;
  return {
    ...{ id, checkoutId, decision },
    state: row.state as RecoveryState,
    who: name || (checkout?.email ?? ""),
    customerId: name === null ? null : row.customerId,
    amountMinor: valueOfCart(checkout),
    currencyCode: checkout?.currencyCode ?? "EUR",
    dueAt: row.dueAt.toISOString(),
    leftAt: isoOrNull(leftAt(row, checkout, delayMs)),
    sentAt: isoOrNull(row.sentAt),
    clickedAt: isoOrNull(row.clickedAt),
    recoveredAt: isoOrNull(row.recoveredAt),
  };
}

/** What lay in the cart, as in the mail: before codes, without delivery. */
function valueOfCart(checkout: Checkout | null): number {
  return (checkout?.lines ?? []).reduce((sum, line) => sum + toMinor(line.unitPriceMinor) * line.quantity, 0);
}

/** When the shopper left. Who came back after the decision moved the checkout's own instant: it is told from when it was due. */
function leftAt(row: Row, checkout: Checkout | null, delayMs: number): Date | null {
  if (!checkout) return null;
  return checkout.activeAt <= row.dueAt ? checkout.activeAt : new Date(row.dueAt.getTime() - delayMs);
}

function isoOrNull(instant: Date | null | undefined): string | null {
  return instant?.toISOString() ?? null;
}

async function latestDecisions(
  db: Db,
  { shopId, checkoutIds }: { shopId: string; checkoutIds: string[] },
): Promise<Map<string, RecoveryItem["decision"]>> {
  const rows = await db.decision.findMany({
    where: { shopId, feature: "cart-recovery", subjectKind: "checkout", subjectId: { in: checkoutIds } },
    orderBy: [{ decidedAt: "asc" }, { id: "asc" }],
    select: { subjectId: true, feature: true, reason: true, paramsJson: true },
  });
  // Oldest first, so the last one stays.
  return new Map(
    rows.map(({ subjectId, feature, reason, paramsJson }) => [
      subjectId ?? "",
      { feature, reason, params: JSON.parse(paramsJson) as DecisionItem["params"] },
    ]),
  );
}

export type RecoveryDetailData = {
  item: RecoveryItem;
  lines: {
    title: string;
    detail: string | null;
    quantity: number;
    priceMinor: number;
    imageUrl: string | null;
    isSoldOut: boolean;
  }[];
  code: { code: string; percentBp: number; expiresAt: string; isRedeemed: boolean } | null;
  mail: { subject: string; html: string; state: string; sentAt: string | null } | null;
  recoveredOrder: { id: string; name: string; netMinor: number; currencyCode: string } | null;
  decisions: DecisionItem[];
};

/** Everything about one left checkout; null when it is unknown. */
export async function presentRecovery(
  db: Db,
  { shopId, recoveryId, now }: { shopId: string; recoveryId: string; now: Date },
): Promise<RecoveryDetailData | null> {
  const row = await db.recovery.findFirst({ where: { shopId, id: recoveryId } });
  const facts = row && (await findLeftCheckout(db, { shopId, checkoutId: row.checkoutId, now }));
  const [item] = row ? await presentItems(db, { shopId, rows: [row] }) : [];
  if (!row || !item) return null;
  const code = row.codeId ? await findIssuedCode(db, { shopId, codeId: row.codeId }) : null;
  const decisions = await presentDecisions(
    db,
    { shopId, subject: { kind: "checkout", id: row.checkoutId } },
    { filter: DecisionFilterSchema.parse({}) },
  );
  return {
    item,
    lines: (facts?.lines ?? []).map(({ variantTitle, unitPriceMinor, ...line }) => ({
      ...line,
      detail: variantTitle,
      priceMinor: unitPriceMinor * line.quantity,
    })),
    code: code && { ...code, expiresAt: code.expiresAt.toISOString() },
    mail: await presentMail(db, { shopId, messageId: row.messageId }),
    recoveredOrder: await presentOrder(db, { shopId, orderId: row.recoveredOrderId }),
    decisions: decisions.items,
  };
}

async function presentMail(
  db: Db,
  { shopId, messageId }: { shopId: string; messageId: string | null },
): Promise<RecoveryDetailData["mail"]> {
  const row = messageId ? await db.message.findFirst({ where: { shopId, id: messageId } }) : null;
  if (!row) return null;
  const { subject, htmlBody, state, sentAt } = row;
  return { subject, html: htmlBody, state, sentAt: sentAt?.toISOString() ?? null };
}

async function presentOrder(
  db: Db,
  { shopId, orderId }: { shopId: string; orderId: string | null },
): Promise<RecoveryDetailData["recoveredOrder"]> {
  const row = orderId ? await db.order.findFirst({ where: { shopId, id: orderId } }) : null;
  return (
    row && { id: row.id, name: row.name, netMinor: toMinor(row.netMinor), currencyCode: row.currencyCode }
  );
}

/** The settings as they are. */
export async function presentRecoverySettings(
  db: Db,
  { shopId }: { shopId: string },
): Promise<CartRecoverySettings> {
  return readRecoverySettings(db, { shopId });
}
