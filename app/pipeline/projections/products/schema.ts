import type { Said } from "../rules/said";

/** A stored product, without variants. */
export type ProductRow = {
  id: string;
  gid: string;
  title: string;
  handle: string | null;
  status: string | null;
  vendor: string | null;
  productType: string | null;
  imageUrl: string | null;
  isGiftCard: boolean;
  versionAt: Date | null;
  deletedAt: Date | null;
};

export type VariantRow = {
  id: string;
  gid: string;
  title: string;
  sku: string | null;
  priceMinor: number;
  currencyCode: string;
  inventoryQuantity: number | null;
  inventoryPolicy: string | null;
};

/** What a payload tells of a product. */
export type ProductChange = { resource: "product"; id: string; gid: string; triggeredAt: Date } & (
  | {
      kind: "product";
      version: Date;
      fields: Said<Omit<ProductRow, "id" | "gid" | "versionAt" | "deletedAt">>;
      variants: VariantRow[];
      /** All variants the product has, though the payload may show only the first hundred. */
      variantIds: string[];
    }
  | { kind: "deletion" }
);

/** A product while a batch is worked through. */
export type ProductState = {
  row: ProductRow;
  /** To be stored; null leaves the stored ones. */
  variants: VariantRow[] | null;
  variantIds: string[];
  isChanged: boolean;
};
