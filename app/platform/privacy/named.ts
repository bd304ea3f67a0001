import type { Person } from "~/kit/person";

/*
 * What names a person in a text: a mail address, a phone number, Shopify's number of a customer or an order, the token of
 * a checkout. The same keys tell whose a stored payload is, and whether a late one is about somebody who was erased.
 */

const EMAIL = /[\p{L}\p{N}.!#$%&*+/=?^_`{|}~-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
/** Values in the query of an address: what stands before one looks like a part of a mail address, and `@` may be encoded. */
const QUERY_VALUE = /[?&][\w.[\]-]{1,60}=([^&\s"'#<>\\]{3,300})/g;
const WHOLE_EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const PHONE = /"\w*phone\w*"\s*:\s*"([^"]{5,40})"/gi;
/** In files, where no name of a field tells. */
const PLAIN_PHONE = /\+\d[\d ()-]{6,20}\d/g;
const GID = /gid:\\?\/\\?\/shopify\\?\/(Customer|Order|DraftOrder)\\?\/(\d+)/g;
const REFERENCE = /"(customer|order)_?id"\s*:\s*"?(\d+)/gi;
const NESTED = /"(customer|order)"\s*:\s*\{\s*"id"\s*:\s*"?(\d+)/g;
/** The record itself: what it is of is not told, so it counts as both. */
const OWN = /^\s*\{\s*"id"\s*:\s*"?(\d+)/;
const TOKEN = /"(?:checkout_)?token"\s*:\s*"([^"]{1,200})"/g;

/** A mail address as keys have it. */
export function emailKey(email: string): string {
  return `email:${email.trim().toLowerCase()}`;
}

/** A phone number as keys have it: the digits. Null when there are too few to name anybody. */
export function phoneKey(phone: string): string | null {
  const digits = phone.replace(/\D/g, "").replace(/^00/, "");
  return digits.length >= 7 ? `phone:${digits}` : null;
}

/** Everything in a text that may name a person. */
export function keysIn(text: string): Set<string> {
  const emails = [...text.matchAll(EMAIL)].map(([email]) => emailKey(email));
  const inQueries = [...text.matchAll(QUERY_VALUE)].flatMap(([, value = ""]) => emailIn(value));
  const phones = [PHONE, PLAIN_PHONE].flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => phoneKey(match[1] ?? match[0])),
  );
  const records = [GID, REFERENCE, NESTED].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, kind = "", id = ""]) => `${kind.toLowerCase()}:${id}`),
  );
  const own = OWN.exec(text)?.[1];
  const ofOwn = own ? [`customer:${own}`, `order:${own}`] : [];
  const tokens = [...text.matchAll(TOKEN)].map(([, token = ""]) => `checkout:${token}`);
  return new Set(
    [...emails, ...inQueries, ...phones, ...records, ...ofOwn, ...tokens].filter((key) => key !== null),
  );
}

function emailIn(encoded: string): string[] {
  try {
    const value = decodeURIComponent(encoded);
    return WHOLE_EMAIL.test(value) ? [emailKey(value)] : [];
  } catch {
    return []; // A per cent sign that encodes nothing.
  }
}

/** Everything that names this person. */
export function keysOf({ shopId, person }: { shopId: string; person: Person }): Set<string> {
  const keys = new Set<string>(person.emails.map(emailKey));
  for (const phone of person.phones) addTo(keys, phoneKey(phone));
  for (const id of person.customerIds) keys.add(`customer:${shopifyPart(shopId, id)}`);
  for (const id of person.orderIds) keys.add(`order:${shopifyPart(shopId, id)}`);
  for (const id of person.checkoutIds) keys.add(`checkout:${shopifyPart(shopId, id)}`);
  return keys;
}

/** Whether a text names the person: by a key, or by our id of a customer. */
export function namesPerson(
  text: string,
  { keys, customerIds }: { keys: ReadonlySet<string>; customerIds: readonly string[] },
): boolean {
  for (const key of keysIn(text)) if (keys.has(key)) return true;
  return customerIds.some((id) => containsId(text, id));
}

function containsId(text: string, id: string): boolean {
  for (let at = text.indexOf(id); at !== -1; at = text.indexOf(id, at + 1)) {
    if (!/[0-9A-Za-z]/.test(text.charAt(at + id.length))) return true;
  }
  return false;
}

/** Shopify's part of an id of ours. */
function shopifyPart(shopId: string, id: string): string {
  return id.startsWith(`${shopId}_`) ? id.slice(shopId.length + 1) : id;
}

function addTo(keys: Set<string>, key: string | null): void {
  if (key) keys.add(key);
}
