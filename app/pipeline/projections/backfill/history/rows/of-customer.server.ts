import { newId } from "~/platform/ids.server";
import { searchIndexOf, sortKeyOf } from "~/platform/search-index.server";

import type { CustomerState } from "../../../customers/schema";
import type { SealOnce } from "../seal-once.server";
import { CONSENT_COLUMNS, CUSTOMER_COLUMNS } from "./columns";
import { cellsOf } from "./of-order";
import type { RowSink } from "./sink";

type Of = { shopId: string; now: Date; seals: SealOnce; words: Map<string, string> };

/** Adds the rows of a customer of whom nothing was stored: what `saveCustomers` and `appendConsentChanges` would write. */
export function addCustomerRows(
  sink: RowSink,
  state: CustomerState,
  { shopId, now, seals, words }: Of,
): void {
  const { row } = state;
  const searchText = searchIndexOf(row.searchText, words);
  const sortKey = sortKeyOf(row.searchText);
  const values = { ...row, ...sealedPerson(row, seals), shopId, updatedAt: now, searchText, sortKey };
  sink.add("Customer", cellsOf(CUSTOMER_COLUMNS, values));
  const customerId = row.id;
  for (const [tagKey, tag] of state.tags) sink.add("CustomerTag", { shopId, customerId, tagKey, tag });
  for (const change of state.consentChanges) {
    const told = { ...change, id: newId(), shopId, recordedAt: now };
    sink.add("ConsentChange", cellsOf(CONSENT_COLUMNS, told));
  }
}

const NONE: Sealed = { sealed: null, hash: null };
type Sealed = { sealed: string | null; hash: string | null };

function sealedPerson(row: CustomerState["row"], seals: SealOnce) {
  const sealedOf = (text: string | null): Sealed => (text === null ? NONE : seals.of(text));
  const [email, phone] = [sealedOf(row.email), sealedOf(row.phone)];
  return {
    email: email.sealed,
    emailHash: email.hash,
    phone: phone.sealed,
    phoneHash: phone.hash,
    firstName: sealedOf(row.firstName).sealed,
    lastName: sealedOf(row.lastName).sealed,
    note: sealedOf(row.note).sealed,
  };
}
