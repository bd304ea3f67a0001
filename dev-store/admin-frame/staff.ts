import type { Shop } from "../state/model";
import type { AdminUser } from "./protocol";

/** The one person who uses the stand-in admin: the owner. */
export function staffMember(shop: Shop): AdminUser {
  return {
    id: 90_125_553_201,
    name: `${shop.ownerFirstName} ${shop.ownerLastName}`,
    email: shop.email,
    accountAccess: "Account owner",
  };
}
