import type { DecisionNames } from "~/engine/decisions/named-params.server";

import { findReadyMade } from "../ready-made/catalogue";
import { readShopLanguage } from "../shop-language.server";

/** Templates by their names: the merchant's, else those that ready-made ones come with. */
export const templateNames: DecisionNames = {
  param: "template",
  async listNames(db, { shopId, keys }) {
    const stored = await db.mailTemplate.findMany({
      where: { shopId, key: { in: [...keys] } },
      select: { key: true, name: true },
    });
    const language = await readShopLanguage(db, { shopId });
    const readyMade = keys.flatMap((key): [string, string][] => {
      const name = findReadyMade(key)?.names[language];
      return name === undefined ? [] : [[key, name]];
    });
    return new Map([...readyMade, ...stored.map(({ key, name }): [string, string] => [key, name])]);
  },
};
