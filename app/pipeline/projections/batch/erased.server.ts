import type { Tx } from "~/platform/db.server";
import { emailKey, phoneKey } from "~/platform/privacy/named";
import { stubIdOf } from "~/platform/privacy/stub.server";
import { hasErased, listErased } from "~/shops/erased/repository.server";

import type { CheckoutChange } from "../checkouts/schema";
import { listKnownCustomerIds } from "../customers/repository.server";
import type { CustomerChange } from "../customers/schema";
import type { OrderChange } from "../orders/schema";

import type { AnyChange } from "./change";

/*
 * People who were erased do not come back with a late delivery, a repeated backfill or an old file. What is told of the
 * customer is left out; of an order or checkout the figures stay, for nobody in particular. A mail address or phone
 * number alone tells only of what happened before the erasure: the same person may be a customer again, by a new number.
 */

/** Changes with erased people taken out; null for one that has nothing else to tell. */
export async function withoutErased(
  tx: Tx,
  { shopId, changes }: { shopId: string; changes: readonly AnyChange[] },
): Promise<readonly (AnyChange | null)[]> {
  if (!(await hasErased(tx, { shopId }))) return changes;
  const keys = new Set(changes.flatMap((change) => keysOfChange(shopId, change)));
  const erased = await listErased(tx, { shopId, keys: [...keys] });
  if (erased.size === 0) return changes;
  const customerIds = changes.flatMap((change) => (change.resource === "customer" ? [change.id] : []));
  const known = await listKnownCustomerIds(tx, { shopId, customerIds });
  const context: Context = { shopId, erased, known };
  return changes.map((change) => {
    if (change.resource === "customer") return isCustomerErased(context, change) ? null : change;
    if (change.resource === "order") return withoutPerson(context, change);
    if (change.resource === "checkout") return withoutPerson(context, change);
    return change;
  });
}

type Context = { shopId: string; erased: ReadonlyMap<string, Date>; known: ReadonlySet<string> };

/** Keys that name a record or customer for good, and those that do so until the erasure. */
type Keys = { lasting: string[]; contacts: string[] };

function keysOfChange(shopId: string, change: AnyChange): string[] {
  if (change.resource === "customer") return flat(keysOfCustomer(shopId, change));
  if (change.resource === "order" || change.resource === "checkout")
    return flat(keysOfRecord(shopId, change));
  return [];
}

const flat = ({ lasting, contacts }: Keys) => [...lasting, ...contacts];

function keysOfCustomer(shopId: string, change: CustomerChange): Keys {
  const person =
    change.kind === "profile" ? change.profile : change.kind === "mention" ? change.person : null;
  const contacts = person ? contactKeys(person) : [];
  if (change.kind === "consent" && change.address)
    contacts.push(...contactKeys({ email: change.address, phone: change.address }));
  return { lasting: [`customer:${partOf(shopId, change.id)}`], contacts };
}

function keysOfRecord(shopId: string, change: OrderChange | CheckoutChange): Keys {
  const id = change.resource === "order" ? change.id : change.newId;
  const ids = [id, change.resource === "checkout" ? change.keys.token : null].filter((one) => one !== null);
  const lasting = ids.map((one) => `${change.resource}:${partOf(shopId, one)}`);
  if (!("fields" in change)) return { lasting, contacts: [] };
  const { customerId } = change.fields;
  if (customerId) lasting.push(`customer:${partOf(shopId, customerId)}`);
  return { lasting, contacts: contactKeys(change.fields) };
}

function contactKeys({
  email,
  phone,
}: {
  email?: string | null | undefined;
  phone?: string | null | undefined;
}): string[] {
  const keys = email?.includes("@") ? [emailKey(email)] : [];
  const ofPhone = phone ? phoneKey(phone) : null;
  return ofPhone ? [...keys, ofPhone] : keys;
}

function partOf(shopId: string, id: string): string {
  return id.startsWith(`${shopId}_`) ? id.slice(shopId.length + 1) : id;
}

function isNamed({ erased }: Context, { lasting, contacts }: Keys, version: Date): boolean {
  return (
    lasting.some((key) => erased.has(key)) || contacts.some((key) => version <= (erased.get(key) ?? NEVER))
  );
}

const NEVER = new Date(-1);

function isCustomerErased(context: Context, change: CustomerChange): boolean {
  const keys = keysOfCustomer(context.shopId, change);
  // Somebody we know beside the one who was erased: an address that both had is theirs too.
  const contacts = context.known.has(change.id) ? [] : keys.contacts;
  const version = change.kind === "profile" ? change.version : change.triggeredAt;
  return isNamed(context, { ...keys, contacts }, version);
}

function withoutPerson<Change extends OrderChange | CheckoutChange>(
  context: Context,
  change: Change,
): Change {
  if (!("fields" in change)) return change;
  const { shopId, erased } = context;
  const { customerId } = change.fields;
  const isByErased = Boolean(customerId) && erased.has(`customer:${partOf(shopId, customerId ?? "")}`);
  const keys = keysOfRecord(shopId, change);
  const contacts = customerId && !isByErased ? [] : keys.contacts;
  if (!isNamed(context, { ...keys, contacts }, change.version)) return change;
  const fields = {
    ...change.fields,
    email: null,
    // What is stored already belongs to nobody in particular; what is new belongs to the same nobody.
    customerId: isByErased && customerId ? stubIdOf({ shopId, customerId }) : undefined,
    ...(change.resource === "checkout" ? { phone: null, recoverUrl: null } : {}),
  };
  return { ...change, fields, customer: null };
}
