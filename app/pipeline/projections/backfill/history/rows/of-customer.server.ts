import { newId } from "~/platform/ids.server";
import { contactHashOrNull, seal } from "~/platform/sealed.server";
import { type KnownBeginnings, searchIndexOf, sortKeyOf } from "~/platform/search-index.server";

import type { CustomerState } from "../../../customers/schema";
import type { SealOnce } from "../seal-once.server";
import { CONSENT_COLUMNS, CUSTOMER_COLUMNS } from "./columns";
import { addValues } from "./of-order.server";
import type { RowSink } from "./sink";

type Of = { shopId: string; now: Date; seals: SealOnce; words: KnownBeginnings };

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
  addValues(sink.packerOf("Customer"), CUSTOMER_COLUMNS, values);
  const customerId = row.id;
  for (const [tagKey, tag] of state.tags) sink.add("CustomerTag", { shopId, customerId, tagKey, tag });
  for (const change of state.consentChanges) {
    const told = { ...change, id: newId(), shopId, recordedAt: now };
    addValues(sink.packerOf("ConsentChange"), CONSENT_COLUMNS, told);
  }
}

function sealedPerson(row: CustomerState["row"], seals: SealOnce) {
  const { email, phone } = row;
  const sealedOf = (text: string | null) => (text === null ? null : seals.of(text));
  return {
    // An address is one person's: there is nothing to remember.
    email: email === null ? null : seal(email),
    emailHash: contactHashOrNull(email),
    phone: phone === null ? null : seal(phone),
    phoneHash: contactHashOrNull(phone),
    firstName: sealedOf(row.firstName),
    lastName: sealedOf(row.lastName),
    note: sealedOf(row.note),
  };
}
