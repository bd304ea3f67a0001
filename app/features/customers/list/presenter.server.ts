import { findConditionProblems } from "~/engine/facts/check.server";
import { presentConditionNames, presentFacts } from "~/engine/facts/presenter.server";
import { presentCoverage } from "~/pipeline/projections/known-history/queries.server";
import { type Db, toMinor } from "~/platform/db.server";

import { consentOf, displayName } from "../rules/naming";
import type { CustomerListQuery } from "../rules/list-query";
import type { CustomerListData, CustomerRow } from "../schema";
import { countCustomers, hasCustomers, type ListedCustomer, listCustomers } from "./repository.server";

const PAGE_SIZE = 50;

/**
 * Read model of the customer list.
 *
 * @param tierNames what the VIP tiers are called, by id.
 */
export async function presentCustomerList(
  db: Db,
  {
    shopId,
    shop,
    query: given,
    tierNames,
    now,
  }: {
    shopId: string;
    shop: { currencyCode: string; ianaTimezone: string; historySinceAt: Date | null };
    query: CustomerListQuery;
    tierNames: Record<string, string>;
    now: Date;
  },
): Promise<CustomerListData> {
  const query = withoutStrangeCondition(given);
  const asked = { shopId, zone: shop.ianaTimezone, query, at: now };
  const totalCount = await countCustomers(db, asked);
  const pageCount = Math.max(1, Math.ceil(totalCount / PAGE_SIZE));
  const page = Math.min(query.page, pageCount);
  const rows = await listCustomers(db, { ...asked, limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });
  return {
    query: { ...query, page },
    customers: rows.map((row) => presentRow(row, tierNames)),
    totalCount,
    page,
    pageCount,
    currencyCode: shop.currencyCode,
    tierNames,
    facts: await presentFacts(db, { shopId }),
    names: query.condition ? await presentConditionNames(db, { shopId, condition: query.condition }) : [],
    asOf: now.toISOString(),
    coverage: await presentCoverage(db, { shopId, shop }),
    isStoreEmpty: totalCount === 0 && !(await hasCustomers(db, { shopId })),
  };
}

/** A condition that cannot be asked is left out, as is whatever else of a link makes no sense. */
function withoutStrangeCondition(query: CustomerListQuery): CustomerListQuery {
  const { condition } = query;
  return condition && findConditionProblems(condition).length > 0 ? { ...query, condition: null } : query;
}

function presentRow(row: ListedCustomer, tierNames: Record<string, string>): CustomerRow {
  return {
    id: row.id,
    name: displayName(row),
    email: row.email,
    isDeleted: row.knownId === null || row.deletedAt !== null,
    orderCount: toMinor(row.orderCount),
    netMinor: toMinor(row.netMinor),
    lastOrderAt: isoOf(row.lastOrderAt),
    registeredAt: isoOf(row.registeredAt),
    tierName: row.tierId === null ? null : (tierNames[row.tierId] ?? row.tierId),
    consent: consentOf(row.emailConsentState),
  };
}

function isoOf(instant: string | Date | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
