import { newId } from "~/platform/ids.server";
import { searchIndexOf, sortKeyOf } from "~/platform/search-index.server";

import type { CustomerState } from "../../../customers/schema";
import type { SealOnce } from "../seal-once.server";
import { CONSENT_COLUMNS, CUSTOMER_COLUMNS, toCell } from "./columns";
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
  const sealed = (text: string | null) => (text === null ? null : seals.of(text));
  const [email, phone] = [sealed(row.email), sealed(row.phone)];
  const values = {
    ...row,
    shopId,
    updatedAt: now,
    email: email?.sealed ?? null,
    emailHash: email?.hash ?? null,
    phone: phone?.sealed ?? null,
    phoneHash: phone?.hash ?? null,
    firstName: sealed(row.firstName)?.sealed ?? null,
    lastName: sealed(row.lastName)?.sealed ?? null,
    note: sealed(row.note)?.sealed ?? null,
    searchText: searchIndexOf(row.searchText, words),
    sortKey: sortKeyOf(row.searchText),
  };
  sink.add("Customer", cellsOf(CUSTOMER_COLUMNS, values));
  const customerId = row.id;
  for (const [tagKey, tag] of state.tags) sink.add("CustomerTag", { shopId, customerId, tagKey, tag });
  for (const change of state.consentChanges) {
    const told = { ...change, id: newId(), shopId, recordedAt: now };
    sink.add("ConsentChange", cellsOf(CONSENT_COLUMNS, told));
  }
}
