import type { Consent, CustomerChange } from "../customers/schema";
import { IMPORTED_VERSION } from "../rules/imported";

import { type Cell, cellOf, CellProblem, findCount, findId, findText, readList } from "./cells";
import type { Columns, CustomerColumn } from "./columns";
import type { ImportedRow } from "./order-mapping";

/** A customer of a file. Without Shopify's id they are found by their address, or not at all. */
export type ImportedCustomer = {
  line: number;
  legacyId: string | null;
  /** Trimmed and lower case. */
  email: string | null;
  /** What the file tells, for whoever they turn out to be. */
  changeFor: (identity: { id: string; gid: string }) => CustomerChange;
};

/**
 * A customer of a customers_export.
 *
 * Total spent and tax exemption have no
 * place here: what customers spent is counted from their orders.
 *
 * @param readAt When the file was given to us.
 * @throws CellProblem
 */
export function mapImportedCustomer(
  { line, cells }: ImportedRow,
  { columns, readAt }: { columns: Columns<CustomerColumn>; readAt: Date },
): ImportedCustomer {
  const cell = cellOf(columns, cells);
  const legacyId = findId(cell("id"));
  const email = findText(cell("email"))?.toLowerCase() ?? null;
  if (legacyId === null && email === null) throw new CellProblem("no-identity", cell("email"));
  const orderCount = findCount(cell("orderCount")) ?? undefined;
  const told = (column: CustomerColumn) => (columns[column] ? findText(cell(column)) : undefined);
  return {
    line,
    legacyId,
    email,
    changeFor: (identity) => ({
      ...identity,
      resource: "customer",
      kind: "profile",
      triggeredAt: IMPORTED_VERSION,
      version: IMPORTED_VERSION,
      profile: {
        email,
        phone: told("phone"),
        firstName: told("firstName"),
        lastName: told("lastName"),
        city: told("city"),
        countryCode: told("countryCode"),
        provinceCode: told("provinceCode"),
        note: told("note"),
      },
      tags: columns.tags ? readList(cell("tags")) : undefined,
      emailConsent: columns.acceptsEmail ? consentOf(cell("acceptsEmail"), readAt) : undefined,
      smsConsent: columns.acceptsSms ? consentOf(cell("acceptsSms"), readAt) : undefined,
      orderCount,
    }),
  };
}

/**
 * The file knows the state, not since when. The day of the import is not put in its place: an agreement of that day would
 * be newer than a refusal the person told us before, and lift it.
 */
function consentOf({ text }: Cell, readAt: Date): Consent {
  const isAgreed = /^(yes|true)$/i.test(text);
  return {
    state: isAgreed ? "SUBSCRIBED" : "NOT_SUBSCRIBED",
    level: null,
    changedAt: null,
    collectedFrom: null,
    learntAt: readAt,
  };
}
