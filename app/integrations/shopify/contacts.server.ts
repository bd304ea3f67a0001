import type { Contact, ShopifyAdmin } from "./admin";
import type { ShopClient } from "./client.server";
import { OrderContactsDocument, type OrderContactsQuery } from "./generated/documents";

/** What two people can be reached by: who placed an order, and another customer. */
export function createContactsAdmin(client: ShopClient): Pick<ShopifyAdmin, "readContacts"> {
  return {
    readContacts: async ({ orderGid: orderId, customerGid: customerId }) => {
      const outcome = await client.call(OrderContactsDocument, { orderId, customerId });
      if (outcome.kind !== "done") return outcome;
      const { order, customer } = outcome.result;
      if (!order) return { kind: "done", result: null };
      const addresses = [order.shippingAddress, order.billingAddress];
      return {
        kind: "done",
        result: {
          buyer: [bare({ phone: order.phone }), ...addresses.flatMap(ofAddress), ...ofPerson(order.customer)],
          customer: [
            ...ofPerson(customer),
            ...(customer?.orders.nodes ?? []).flatMap(({ shippingAddress }) => ofAddress(shippingAddress)),
          ],
        },
      };
    },
  };
}

type Address = NonNullable<NonNullable<OrderContactsQuery["order"]>["shippingAddress"]>;
type Person = NonNullable<OrderContactsQuery["order"]>["customer"];

function ofAddress(address: Address | null): Contact[] {
  if (!address) return [];
  const { firstName, lastName, phone, address1, address2, zip, city, countryCodeV2 } = address;
  const postal = address1 === null ? null : { address1, address2, zip, city, countryCode: countryCodeV2 };
  return [{ name: nameOf(firstName, lastName), phone, address: postal }];
}

function ofPerson(person: Person): Contact[] {
  if (!person) return [];
  const { firstName, lastName, defaultPhoneNumber, addressesV2 } = person;
  const own = bare({ name: nameOf(firstName, lastName), phone: defaultPhoneNumber?.phoneNumber ?? null });
  return [own, ...addressesV2.nodes.flatMap(ofAddress)];
}

function bare(known: Partial<Contact>): Contact {
  return { name: null, phone: null, address: null, ...known };
}

function nameOf(firstName: string | null, lastName: string | null): string | null {
  return [firstName, lastName].filter(Boolean).join(" ") || null;
}
