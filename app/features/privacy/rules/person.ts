import { NOBODY, type Person } from "~/kit/person";

import type { Subject } from "../schema";

/** The person as a request names them. */
export function personOf(shopId: string, { customer, orders, found }: Subject): Person {
  const named: Person = {
    customerIds: customer.id ? [`${shopId}_${customer.id}`] : [],
    orderIds: orders.map((id) => `${shopId}_${id}`),
    checkoutIds: [],
    emails: customer.email ? [customer.email.toLowerCase()] : [],
    phones: customer.phone ? [customer.phone] : [],
  };
  return found ? union(named, found) : named;
}

/** Both together, without repeats. */
export function union(one: Person, other: Partial<Person>): Person {
  const both = (part: keyof Person) => [...new Set([...one[part], ...(other[part] ?? [])])];
  return {
    customerIds: both("customerIds"),
    orderIds: both("orderIds"),
    checkoutIds: both("checkoutIds"),
    emails: both("emails"),
    phones: both("phones"),
  };
}

/** How much names the person: while it grows, there is more to find. */
export function sizeOf(person: Person): number {
  return Object.keys(NOBODY).reduce((sum, part) => sum + person[part as keyof Person].length, 0);
}
