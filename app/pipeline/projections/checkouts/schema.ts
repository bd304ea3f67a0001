import type { CustomerChange } from "../customers/schema";
import type { Said } from "../rules/said";

/** A stored checkout, without lines. */
export type CheckoutRow = {
  id: string;
  token: string | null;
  gid: string | null;
  cartToken: string | null;
  customerId: string | null;
  /** The store names no customer: `customerId` is whoever has the checkout's address. */
  isLinkedByAddress: boolean;
  email: string | null;
  phone: string | null;
  locale: string | null;
  acceptsMarketing: boolean;
  sourceName: string | null;
  recoverUrl: string | null;
  currencyCode: string;
  presentmentCurrency: string | null;
  subtotalMinor: number;
  totalMinor: number;
  discountCodesJson: string;
  startedAt: Date;
  activeAt: Date;
  completedAt: Date | null;
  deletedAt: Date | null;
  versionAt: Date;
};

export type CheckoutFields = Omit<
  CheckoutRow,
  "id" | "isLinkedByAddress" | "activeAt" | "deletedAt" | "versionAt"
>;

export type CheckoutLineRow = {
  position: number;
  productId: string | null;
  variantId: string | null;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  quantity: number;
  unitPriceMinor: number;
  imageUrl: string | null;
};

/**
 * What a checkout may be known by. Webhooks have the token and often the number, the API only the number;
 * both have the recovery link.
 */
export type CheckoutKeys = {
  token: string | null;
  gid: string | null;
  recoverUrl: string | null;
  cartToken: string | null;
};

/** What a payload tells of a checkout; `newId` is the row's id when none of the keys is known yet. */
export type CheckoutChange = { resource: "checkout"; keys: CheckoutKeys; triggeredAt: Date } & (
  | {
      kind: "checkout";
      newId: string;
      version: Date;
      fields: Said<CheckoutFields>;
      lines: CheckoutLineRow[];
      customer: CustomerChange | null;
    }
  | { kind: "deletion"; newId: string | null }
);

/** A checkout while a batch is worked through. */
export type CheckoutState = {
  row: CheckoutRow;
  lines: CheckoutLineRow[];
  areLinesChanged: boolean;
  isChanged: boolean;
};
