import type { Address, Customer } from "../../state/model";
import type { Body } from "./wire";

const fullName = (address: Address): string =>
  [address.firstName, address.lastName].filter((part) => part !== null).join(" ");

/** Shipping or billing address of an order or checkout. */
export function orderAddress(address: Address | null): Body | null {
  if (!address) return null;
  return {
    first_name: address.firstName,
    address1: address.address1,
    phone: address.phone,
    city: address.city,
    zip: address.zip,
    province: address.province,
    country: address.country,
    last_name: address.lastName,
    address2: address.address2,
    company: null,
    latitude: null,
    longitude: null,
    name: fullName(address),
    country_code: address.countryCode,
    province_code: address.provinceCode,
  };
}

function customerAddress(customer: Customer, address: Address, index: number): Body {
  return {
    id: customer.id * 100 + index,
    customer_id: customer.id,
    first_name: address.firstName,
    last_name: address.lastName,
    company: null,
    address1: address.address1,
    address2: address.address2,
    city: address.city,
    province: address.province,
    country: address.country,
    zip: address.zip,
    phone: address.phone,
    name: fullName(address),
    province_code: address.provinceCode,
    country_code: address.countryCode,
    country_name: address.country,
    default: index === 0,
  };
}

/** The addresses of a customer; the first is the default one. */
export function customerAddresses(customer: Customer): Body[] {
  return customer.addresses.map((address, index) => customerAddress(customer, address, index));
}
