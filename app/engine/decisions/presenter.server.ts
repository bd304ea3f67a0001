import type { Prisma } from "~/generated/prisma/client";
import { findPeople, listCustomerNames } from "~/pipeline/projections/customers/queries.server";
import { type Db, holding } from "~/platform/db.server";

import { listFeatures } from "./repository.server";
import { withNames } from "./named-params.server";
import type { DecisionFilter, DecisionItem, DecisionOutcome, DecisionPage, DecisionParams } from "./schema";
import { subjectsOf } from "./subjects.server";

const PAGE_SIZE = 25;
/** Further back than this, all decisions of a shop are sorted. */
const MOST_MERGED_PAGES = 20;

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
  const isOfAll = Object.keys(where).length === 1 && page <= MOST_MERGED_PAGES;
  const rows = await (isOfAll ? listOfAllFeatures : listDecisions)(db, { where: { ...where, shopId }, page });
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

type Listed = { where: Prisma.DecisionWhereInput & { shopId: string }; page: number };
const NEWEST_FIRST: Prisma.DecisionOrderByWithRelationInput[] = [{ decidedAt: "desc" }, { id: "desc" }];

function listDecisions(db: Db, { where, page }: Listed) {
  const { shopId } = where;
  return db.decision.findMany({
    where: { ...where, shopId },
    orderBy: NEWEST_FIRST,
    skip: (page - 1) * PAGE_SIZE,
    take: PAGE_SIZE,
  });
}

/** The same of a whole shop: each feature's are in order already, where all of a shop's would have to be sorted. */
async function listOfAllFeatures(db: Db, { where: { shopId }, page }: Listed) {
  const features = await listFeatures(db, { shopId });
  const newest: { id: string; decidedAt: Date }[] = [];
  for (const feature of features) {
    const where = { shopId, feature };
    const select = { id: true, decidedAt: true };
    newest.push(
      ...(await db.decision.findMany({ where, orderBy: NEWEST_FIRST, take: page * PAGE_SIZE, select })),
    );
  }
  const ids = newest
    .sort((a, b) => b.decidedAt.getTime() - a.decidedAt.getTime() || (a.id < b.id ? 1 : -1))
    .slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
    .map(({ id }) => id);
  return db.decision.findMany({ where: { shopId, id: { in: ids } }, orderBy: NEWEST_FIRST });
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
