import type { AppConfig, PersonalField } from "./state/app-model";

/*
 * Protected customer data: an app that was not approved for a field gets null in its place, in answers with an error
 * beside it, in webhooks and bulk files without one. Shopify asks no approval on development stores, so by default
 * everything is approved.
 */

/** Fields of the Admin API by type; what is not nullable stays with its parent, which is. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, PersonalField>>>> = {
  Customer: {
    firstName: "name",
    lastName: "name",
    email: "email",
    defaultEmailAddress: "email",
    phone: "phone",
    defaultPhoneNumber: "phone",
    defaultAddress: "address",
  },
  Order: { email: "email", phone: "phone", shippingAddress: "address", billingAddress: "address" },
  AbandonedCheckout: { shippingAddress: "address", billingAddress: "address" },
};

/** Keys of webhooks' bodies, wherever they stand; `name` only where it is a person's (orders have one, too). */
const KEYS: Readonly<Record<string, PersonalField>> = {
  first_name: "name",
  last_name: "name",
  email: "email",
  contact_email: "email",
  phone: "phone",
  sms_marketing_phone: "phone",
  default_address: "address",
  shipping_address: "address",
  billing_address: "address",
};

/** Which approval a field of the Admin API needs and the app lacks; null when it may be read. */
export function missingApproval(app: AppConfig, typeName: string, fieldName: string): PersonalField | null {
  if (!app.approvedData) return null;
  const field = FIELDS[typeName]?.[fieldName];
  return field && !app.approvedData.includes(field) ? field : null;
}

/** A webhook's body as an app with these approvals gets it. */
export function redactBody(app: AppConfig, body: unknown): unknown {
  if (!app.approvedData) return body;
  if (Array.isArray(body)) return body.map((part) => redactBody(app, part));
  if (typeof body !== "object" || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, redactValue(app, key, value as unknown)]),
  );
}

function redactValue(app: AppConfig, key: string, value: unknown): unknown {
  const field = KEYS[key];
  if (field && !app.approvedData?.includes(field)) return null;
  if (key === "addresses" && !app.approvedData?.includes("address")) return [];
  return redactBody(app, value);
}
