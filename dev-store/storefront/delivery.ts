import type { Address } from "../state/model";
import type { Language } from "./texts";

/** Where the shop sends parcels, ISO 3166-1 alpha-2. */
const COUNTRY_CODES = [
  "AT", "BE", "CH", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "IE", "IT", "KZ", "LT", "LV", "NL", "PL", "PT",
  "RU", "SE", "SK", "UA", "US",
]; // prettier-ignore

/** Countries as a person of the language calls them, in that language's order. */
export function countriesIn(language: Language): { code: string; name: string }[] {
  const names = new Intl.DisplayNames(language, { type: "region" });
  return COUNTRY_CODES.map((code) => ({ code, name: names.of(code) ?? code })).sort((a, b) =>
    a.name.localeCompare(b.name, language),
  );
}

export const DELIVERY_FIELDS = ["firstName", "lastName", "address1", "city", "zip", "countryCode"] as const;

/** The fields of the form, as typed. */
export type DeliveryForm = Record<(typeof DELIVERY_FIELDS)[number], string>;

export function deliveryFormOf(address: Address | null, countryCode: string): DeliveryForm {
  const form = { firstName: "", lastName: "", address1: "", city: "", zip: "", countryCode };
  for (const field of DELIVERY_FIELDS) form[field] = address?.[field] ?? form[field];
  return form;
}

/** The address that was typed; null when a field is empty or the country is none the shop sends to. */
export function parseDelivery(form: DeliveryForm): Address | null {
  const complete = Object.values(form).every((value) => value !== "");
  if (!complete || !COUNTRY_CODES.includes(form.countryCode)) return null;
  const country = new Intl.DisplayNames("en", { type: "region" }).of(form.countryCode) ?? form.countryCode;
  return { ...form, address2: null, province: null, provinceCode: null, country, phone: null };
}

/** Whether there is enough to send a parcel. */
export function isDeliverable(address: Address | null): address is Address {
  return Boolean(address?.lastName && address.address1 && address.city && address.countryCode);
}

/** One line a person can check. */
export function addressLine(address: Address, language: Language): string {
  const { countryCode } = address;
  const country = countryCode
    ? new Intl.DisplayNames(language, { type: "region" }).of(countryCode)
    : address.country;
  const name = [address.firstName, address.lastName].filter(Boolean).join(" ");
  const city = [address.zip, address.city].filter(Boolean).join(" ");
  return [name, address.address1, address.address2, city, country].filter(Boolean).join(", ");
}
