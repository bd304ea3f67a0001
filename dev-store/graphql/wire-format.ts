import { decimalString } from "../commerce/money";
import type { Money } from "../state/model";

/** Instants of the API are UTC to the second: `2026-11-20T08:00:00Z`. */
export function utc(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`;
}

/** The scalar `Money` keeps the decimals of its currency: `10.00`, `1200` (JPY), `0.500` (KWD). */
export function moneyScalar(money: Money): string {
  return decimalString(money);
}

/** The scalar `Decimal` of `MoneyV2.amount` drops trailing zeros but one decimal: `11884.9`, `2.0`, `1200.0` (JPY). */
export function decimalScalar(money: Money): string {
  const [whole = "0", fraction = ""] = decimalString(money).split(".");
  const kept = fraction.replace(/0+$/, "");
  return `${whole}.${kept || "0"}`;
}
