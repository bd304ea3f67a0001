import type { Address } from "../../state/model";
import type { TypeResolvers } from "../context";
import { gid } from "../gid";

/** An address with the record it belongs to: the state gives addresses no id of their own. */
export type OwnedAddress = Address & { ownerId: number | string; position: number };

/** The address as the API shows it; null stays null. */
export function ownedAddress(
  address: Address | null | undefined,
  ownerId: number | string,
  position = 0,
): OwnedAddress | null {
  return address ? { ...address, ownerId, position } : null;
}

function fullName(address: Address): string | null {
  return [address.firstName, address.lastName].filter(Boolean).join(" ") || null;
}

function area(address: Address): string | null {
  const city = [address.city, address.provinceCode].filter(Boolean).join(" ");
  return [city, address.country].filter(Boolean).join(", ") || null;
}

export const addressTypes = {
  MailingAddress: {
    id: (address) => gid("MailingAddress", `${address.ownerId}${String(address.position).padStart(2, "0")}`),
    name: fullName,
    countryCodeV2: (address) => address.countryCode,
    formattedArea: area,
    coordinatesValidated: () => false,
    formatted: (address, { args }) =>
      [
        args["withName"] === true ? fullName(address) : null,
        address.address1,
        address.address2,
        [address.zip, address.city, address.provinceCode].filter(Boolean).join(" "),
        address.country,
      ].filter(Boolean),
  } satisfies TypeResolvers<OwnedAddress>,
};
