import { useTranslation } from "react-i18next";

import { NamedValuePicker } from "~/engine/facts/ui/NamedValuePicker";
import { searchFactValues } from "~/engine/facts/ui/search-fact-values";
import { productGidOf, useProductPicking } from "~/engine/facts/ui/use-product-picking";
import { CODE_KINDS, type Offer } from "~/engine/incentives/schema";

import { ChoiceSelect } from "../fields/ChoiceSelect";
import { useBuilder } from "./builder-context";

type Items = Offer["items"];
const WAYS = ["all", "products", "collections"] as const;

/** What a code takes off from: the whole order or chosen products. Collections that an offer came with stay. */
export function OfferItems({
  value,
  items,
  onChange,
}: Pick<Offer, "value" | "items"> & { onChange: (items: Items) => void }) {
  const { t } = useTranslation("flow-screens");
  const products = useProductPicking(useBuilder().materials.names);
  const isCode = CODE_KINDS.some((kind) => kind === value.kind);
  if (!isCode || value.kind === "free-shipping") return null;
  const ways = WAYS.filter((way) => way !== "collections" || items.kind === way);
  return (
    <>
      <ChoiceSelect
        label={t("offer.items")}
        value={items.kind}
        choices={ways.map((way) => ({ value: way, label: t(`offer.itemsOf.${way}`) }))}
        onChange={(way) => onChange(way === "all" ? { kind: way } : { kind: way, gids: [] })}
      />
      {items.kind === "products" ? (
        <NamedValuePicker
          label={t("offer.products")}
          names="product"
          picked={items.gids}
          nameOf={products.nameOf}
          searchValues={searchFactValues}
          toValue={productGidOf}
          error={items.gids.length === 0 ? t("offer.noProducts") : undefined}
          onChange={(gids, found) => {
            products.remember(found);
            onChange({ kind: "products", gids });
          }}
        />
      ) : null}
    </>
  );
}
