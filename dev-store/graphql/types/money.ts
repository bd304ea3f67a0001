import type { TypeResolvers } from "../context";
import type { Money, MoneyBag } from "../../state/model";
import { decimalScalar } from "../wire-format";

export const moneyTypes = {
  MoneyV2: {
    amount: (money: Money) => decimalScalar(money),
    currencyCode: (money: Money) => money.currencyCode,
  } satisfies TypeResolvers<Money>,
  MoneyBag: {
    shopMoney: (bag: MoneyBag) => bag.shop,
    presentmentMoney: (bag: MoneyBag) => bag.presentment,
  } satisfies TypeResolvers<MoneyBag>,
};
