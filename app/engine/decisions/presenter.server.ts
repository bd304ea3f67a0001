import type { Prisma } from "~/generated/prisma/client";
import { findPeople, listCustomerNames } from "~/pipeline/projections/customers/queries.server";
import { type Db, holding } from "~/platform/db.server";

import { withNames } from "./named-params.server";
import type { DecisionFilter, DecisionItem, DecisionOutcome, DecisionPage, DecisionParams } from "./schema";
import { subjectsOf } from "./subjects.server";

const PAGE_SIZE = 25;

export type DecisionScope = { shopId: string; customerId?: string; subject?: { kind: string; id: string } };

/**
 * Decisions, newest first, of a whole shop, of one customer, or about one subject.
 *
 * @param filter.query Matched against the customer's name and mail, the values of the sentence, and the reasons in `matchingReasons`.
 * @param matchingReasons `<feature>:<reason>` of sentences that hold the query in the reader's language.
 */
export async function presentDecisions(
  db: Db,
  { shopId, customerId, subject }: DecisionScope,
  { filter, matchingReasons = [] }: { filter: DecisionFilter; matchingReasons?: readonly string[] },
): Promise<DecisionPage> {
  const where: Prisma.DecisionWhereInput = {
    shopId,
    ...(customerId ? { customerId } : {}),
    ...(subject ? { subjectKind: subject.kind, subjectId: subject.id } : {}),
    ...(filter.outcome ? { outcome: filter.outcome } : {}),
    ...(filter.feature ? { feature: filter.feature } : {}),
    ...(filter.query ? { OR: await searchTerms(db, { shopId, query: filter.query, matchingReasons }) } : {}),
  };
  const totalCount = await db.decision.count({ where: { ...where, shopId } });
  const pageCount = Math.max(1, Math.ceil(totalCount / PAGE_SIZE));
  const page = Math.min(filter.page, pageCount);
  const rows = await db.decision.findMany({
    where: { ...where, shopId },
    orderBy: [{ decidedAt: "desc" }, { id: "desc" }],
    skip: (page - 1) * PAGE_SIZE,
    take: PAGE_SIZE,
  });
  const names = await listCustomerNames(db, {
    shopId,
    ids: rows.flatMap((row) => (row.customerId ? [row.customerId] : [])),
  });
  const subjectOf = subject ? () => null : await subjectsOf(db, { shopId, rows });
  const said = rows.map(({ paramsJson }) => JSON.parse(paramsJson) as DecisionParams);
  const params = await withNames(db, { shopId, params: said });
  const items = rows.map((row, index) => ({
    ...presentRow(row, names),
    params: params[index] ?? {},
    subject: subjectOf(row),
  }));
  return { items, totalCount, page, pageCount };
}

async function searchTerms(
  db: Db,
  { shopId, query, matchingReasons }: { shopId: string; query: string; matchingReasons: readonly string[] },
): Promise<Prisma.DecisionWhereInput[]> {
  return [
    { customerId: { in: await findPeople(db, { shopId, query }) } },
    // Codes, tags, tiers and orders that sentences name.
    { paramsJson: holding(db, query) },
    ...matchingReasons.map((key) => {
      const [feature = "", reason = ""] = key.split(":");
      return { feature, reason };
    }),
  ];
}

function presentRow(
  row: Prisma.DecisionGetPayload<object>,
  names: Map<string, string>,
): Omit<DecisionItem, "params" | "subject"> {
  return {
    id: row.id,
    feature: row.feature,
    outcome: row.outcome as DecisionOutcome,
    reason: row.reason,
    customer: row.customerId ? { id: row.customerId, name: names.get(row.customerId) ?? "" } : null,
    subjectKind: row.subjectKind,
    subjectId: row.subjectId,
    decidedAt: row.decidedAt.toISOString(),
    nextTryAt: row.nextTryAt?.toISOString() ?? null,
  };
}
