/*
 * Who a session token of an extension speaks for. Its signature has been checked before anything here is believed.
 *
 * Shopify gives the same app tokens of several kinds, all signed with one secret: of buyers (customer account, checkout),
 * `sub` is a customer's id or absent; of staff (admin, POS), `sub` is a number and `iss` the store's admin. Taking the one
 * for the other would let a member of the staff act as a customer, or a customer as a member of the staff.
 */
import { z } from "zod";

import { isShopDomain } from "~/kit/shop-domain";

const ClaimsSchema = z.object({
  aud: z.string(),
  dest: z.string(),
  exp: z.number(),
  nbf: z.number(),
  iss: z.string().optional(),
  sub: z.string().optional(),
});
type Claims = z.infer<typeof ClaimsSchema>;

export const REFUSALS = [
  "no-token",
  "malformed",
  "algorithm",
  "signature",
  "expired",
  "not-yet-valid",
  "audience",
  "shop",
  "wrong-kind",
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Difference of clocks that is forgiven, as in Shopify's libraries. */
const LEEWAY_SECONDS = 10;

type Refused = { kind: "refused"; reason: Refusal };
export type BuyerDecision =
  /** `customerGid` is null while the buyer is not signed in. */
  { kind: "buyer"; shopDomain: string; customerGid: string | null } | Refused;
export type StaffDecision = { kind: "staff"; shopDomain: string; staffId: string } | Refused;

type Ground = { clientId: string; nowSeconds: number };

const refused = (reason: Refusal): Refused => ({ kind: "refused", reason });

/** Whom of a store's customers a token of the account or the checkout speaks for. */
export function decideBuyer(claims: unknown, ground: Ground): BuyerDecision {
  const read = readClaims(claims, ground);
  if (read.kind === "refused") return read;
  const { shopDomain, iss, sub } = read;
  if (iss?.endsWith("/admin")) return refused("wrong-kind");
  if (sub !== undefined && !/^gid:\/\/shopify\/Customer\/\d{1,20}$/.test(sub)) return refused("wrong-kind");
  return { kind: "buyer", shopDomain, customerGid: sub ?? null };
}

/** Which member of a store's staff a token of the admin or of the point of sale speaks for. */
export function decideStaff(claims: unknown, ground: Ground): StaffDecision {
  const read = readClaims(claims, ground);
  if (read.kind === "refused") return read;
  const { shopDomain, iss, sub } = read;
  if (sub === undefined || !/^\d{1,20}$/.test(sub)) return refused("wrong-kind");
  if (iss !== undefined && domainOf(iss.replace(/\/admin$/, "")) !== shopDomain) return refused("shop");
  return { kind: "staff", shopDomain, staffId: sub };
}

type Read = ({ kind: "claims"; shopDomain: string } & Pick<Claims, "iss" | "sub">) | Refused;

function readClaims(claims: unknown, { clientId, nowSeconds }: Ground): Read {
  const parsed = ClaimsSchema.safeParse(claims);
  if (!parsed.success) return refused("malformed");
  const { aud, dest, exp, nbf, iss, sub } = parsed.data;
  if (exp <= nowSeconds - LEEWAY_SECONDS) return refused("expired");
  if (nbf > nowSeconds + LEEWAY_SECONDS) return refused("not-yet-valid");
  if (aud !== clientId) return refused("audience");
  const shopDomain = domainOf(dest);
  if (shopDomain === null) return refused("shop");
  return { kind: "claims", shopDomain, iss, sub };
}

/** The store's domain out of `https://<domain>` or the bare domain; null when it is something else. */
function domainOf(address: string): string | null {
  const domain = address.replace(/^https:\/\//, "");
  return isShopDomain(domain) ? domain.toLowerCase() : null;
}
