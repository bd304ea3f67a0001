import { presentDecisions } from "~/engine/decisions/presenter.server";
import { DecisionFilterSchema, type DecisionItem } from "~/engine/decisions/schema";
import type { LiftState } from "~/engine/experiments/schema";
import { findIssuedCode } from "~/engine/incentives/presenter.server";
import { startOfDay } from "~/kit/day-start";
import { MINUTE_MS } from "~/kit/duration";
import { addDays, dayIn } from "~/kit/zone";
import { type Db, toMinor } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import { findLeftCheckout } from "./facts/repository.server";
import {
  listRecoveredOrders,
  presentRecoveryFigures,
  presentRecoveryLift,
  type RecoveryFigures,
  type Window,
} from "./figures/presenter.server";
import {
  countRecoveries,
  type ListedRecovery,
  listLatestDecisions,
  listRecoveries,
  type RecoveryChoice,
} from "./list/repository.server";
import { listRecoveryIdsByReason, presentReasons, type ReasonsReport } from "./reasons/presenter.server";
import { RECOVERY_TABS, type RecoveryFilter, type RecoveryState } from "./schema";
import { presentRecoverySettings } from "./settings/presenter.server";

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
  sentAt: string | null;
  clickedAt: string | null;
  recoveredAt: string | null;
  /** The latest decision, to be put into words. */
  decision: Pick<DecisionItem, "feature" | "reason" | "params"> | null;
};

export type RecoveryPageData = {
  isEnabled: boolean;
  figures: RecoveryFigures;
  figureDays: number;
  /** Beside those who were left out; null: there is no automation yet. */
  lift: LiftState | null;
  reasons: ReasonsReport;
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
  const { settings, flowId } = await presentRecoverySettings(db, { shopId });
  const window = await windowOf(db, { shopId, now });
  const choice = await choiceOf(db, filter, { ...window, now });
  const totalCount = await countRecoveries(db, choice);
  const pageCount = Math.max(1, Math.ceil(totalCount / PAGE_SIZE));
  const page = Math.min(filter.page, pageCount);
  const rows = await listRecoveries(db, { ...choice, skip: (page - 1) * PAGE_SIZE, take: PAGE_SIZE });
  return {
    isEnabled: settings.enabled,
    figures: await presentRecoveryFigures(db, { ...window, now }),
    figureDays: FIGURE_DAYS,
    lift: flowId === null ? null : await presentRecoveryLift(db, { shopId, flowId, now }),
    reasons: await presentReasons(db, { shopId, now }),
    items: await presentItems(db, { shopId, rows }),
    filter: { ...filter, page },
    totalCount,
    pageCount,
    asOf: now.toISOString(),
  };
}

/** The last days of the shop, today among them: those of the dashboard, which shows the same figures. */
async function windowOf(db: Db, { shopId, now }: { shopId: string; now: Date }): Promise<Window> {
  const { ianaTimezone: zone } = await getShop(db, { shopId });
  const from = startOfDay(zone, addDays(dayIn(zone, now), 1 - FIGURE_DAYS));
  return { shopId, from, to: new Date(now.getTime() + 1) };
}

/** Rows of a tab; or, when a figure or a reason was clicked, exactly those it counted. */
async function choiceOf(
  db: Db,
  { tab, counted, reason }: RecoveryFilter,
  { now, ...window }: Window & { now: Date },
): Promise<RecoveryChoice> {
  const { shopId, ...sentWithin } = window;
  if (reason) return { shopId, ids: await listRecoveryIdsByReason(db, { shopId, reason, now }) };
  if (counted === "messaged") return { shopId, sentWithin };
  if (counted === "recovered") {
    const orders = await listRecoveredOrders(db, window);
    return { shopId, ids: orders.map((order) => order.recoveryId) };
  }
  return { shopId, states: RECOVERY_TABS[tab] };
}

async function presentItems(
  db: Db,
  { shopId, rows }: { shopId: string; rows: readonly ListedRecovery[] },
): Promise<RecoveryItem[]> {
  const checkoutIds = rows.map((row) => row.checkoutId);
  const checkouts = await db.checkout.findMany({
    where: { shopId, id: { in: checkoutIds } },
    include: { lines: { where: { shopId } } },
  });
  const { settings } = await presentRecoverySettings(db, { shopId });
  const { currencyCode: shopCurrency } = await getShop(db, { shopId });
  const customers = await db.customer.findMany({
    where: { shopId, id: { in: rows.flatMap((row) => (row.customerId ? [row.customerId] : [])) } },
    select: { id: true, firstName: true, lastName: true },
  });
  const checkoutById = new Map(checkouts.map((checkout) => [checkout.id, checkout]));
  const nameById = new Map(
    customers.map(({ id, ...name }) => [id, [name.firstName, name.lastName].filter(Boolean).join(" ")]),
  );
  const decisionOf = await decisionsOf(db, { shopId, rows });
  return rows.map((row) =>
    presentItem(row, {
      checkout: checkoutById.get(row.checkoutId) ?? null,
      name: (row.customerId && nameById.get(row.customerId)) ?? null,
      decision: decisionOf(row),
      delayMs: settings.delayMinutes * MINUTE_MS,
      shopCurrency,
    }),
  );
}

/** That it was recovered says most; else the latest of its run; of old ones, of the checkout itself. */
async function decisionsOf(
  db: Db,
  { shopId, rows }: { shopId: string; rows: readonly ListedRecovery[] },
): Promise<(row: ListedRecovery) => RecoveryItem["decision"]> {
  const checkoutIds = rows.map((row) => row.checkoutId);
  const runIds = rows.flatMap((row) => row.runId ?? []);
  const ofCheckouts = await listLatestDecisions(db, { shopId, kind: "checkout", ids: checkoutIds });
  const ofRuns = await listLatestDecisions(db, { shopId, kind: "flow-run", ids: runIds });
  return ({ checkoutId, runId, recoveredAt }) => {
    const ofCheckout = ofCheckouts.get(checkoutId);
    const ofRun = runId === null ? undefined : ofRuns.get(runId);
    const latest = recoveredAt ? (ofCheckout ?? ofRun) : (ofRun ?? ofCheckout);
    if (!latest) return null;
    const { feature, reason, paramsJson } = latest;
    return { feature, reason, params: JSON.parse(paramsJson) as DecisionItem["params"] };
  };
}

type Checkout = Pick<
  NonNullable<Awaited<ReturnType<Db["checkout"]["findFirst"]>>>,
  "email" | "currencyCode" | "activeAt"
> & { lines: readonly { unitPriceMinor: bigint; quantity: number }[] };

function presentItem(
  row: ListedRecovery,
  {
    checkout,
    name,
    decision,
    delayMs,
    shopCurrency,
  }: {
    checkout: Checkout | null;
    /** Of the customer; empty when they have none, null when we do not know them. */
    name: string | null;
    decision: RecoveryItem["decision"];
    /** Between leaving and the first look, as set now. */
    delayMs: number;
    /** Of a checkout that is no longer kept nothing else is known. */
    shopCurrency: string;
  },
): RecoveryItem {
  const { id, checkoutId, state } = row;
  return {
    ...{ id, checkoutId, decision, state },
    who: name || (checkout?.email ?? ""),
    customerId: name === null ? null : row.customerId,
    amountMinor: valueOfCart(checkout),
    currencyCode: checkout?.currencyCode ?? shopCurrency,
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
function leftAt(row: ListedRecovery, checkout: Checkout | null, delayMs: number): Date | null {
  if (!checkout) return null;
  return checkout.activeAt <= row.dueAt ? checkout.activeAt : new Date(row.dueAt.getTime() - delayMs);
}

function isoOrNull(instant: Date | null | undefined): string | null {
  return instant?.toISOString() ?? null;
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
  const [row] = await listRecoveries(db, { shopId, ids: [recoveryId], skip: 0, take: 1 });
  const facts = row && (await findLeftCheckout(db, { shopId, checkoutId: row.checkoutId, at: now }));
  const [item] = row ? await presentItems(db, { shopId, rows: [row] }) : [];
  if (!row || !item) return null;
  const code = row.codeId ? await findIssuedCode(db, { shopId, codeId: row.codeId }) : null;
  return {
    item,
    lines: (facts?.lines ?? []).map(
      ({ title, variantTitle, quantity, unitPriceMinor, imageUrl, isSoldOut }) => ({
        ...{ title, quantity, imageUrl, isSoldOut, detail: variantTitle },
        priceMinor: unitPriceMinor * quantity,
      }),
    ),
    code: code && { ...code, expiresAt: code.expiresAt.toISOString() },
    mail: await presentMail(db, { shopId, messageId: row.messageId }),
    recoveredOrder: await presentOrder(db, { shopId, orderId: row.recoveredOrderId }),
    decisions: await listDecisions(db, { shopId, row }),
  };
}

/** Of the checkout and of its run, newest first. */
async function listDecisions(
  db: Db,
  { shopId, row: { checkoutId, runId } }: { shopId: string; row: ListedRecovery },
): Promise<DecisionItem[]> {
  const subjects = [
    { kind: "checkout", id: checkoutId },
    ...(runId === null ? [] : [{ kind: "flow-run", id: runId }]),
  ];
  const all: DecisionItem[] = [];
  for (const subject of subjects) {
    const filter = DecisionFilterSchema.parse({});
    all.push(...(await presentDecisions(db, { shopId, subject }, { filter })).items);
  }
  return all.sort((a, b) => b.decidedAt.localeCompare(a.decidedAt) || b.id.localeCompare(a.id));
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
