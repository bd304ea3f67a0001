/** A stored cart, without lines. It names nobody: only its token leads to a checkout or an order. */
export type CartRow = {
  id: string;
  token: string;
  currencyCode: string;
  subtotalMinor: number;
  itemCount: number;
  startedAt: Date;
  /** Last change. */
  activeAt: Date;
  versionAt: Date;
};

export type CartLineRow = {
  position: number;
  productId: string | null;
  variantId: string | null;
  title: string;
  sku: string | null;
  quantity: number;
  unitPriceMinor: number;
};

/** What a payload tells of a cart: always all of it. */
export type CartChange = {
  resource: "cart";
  id: string;
  row: CartRow;
  lines: CartLineRow[];
};

/** A cart while a batch is worked through. */
export type CartState = {
  row: CartRow;
  /** To be stored; null leaves the stored ones. */
  lines: CartLineRow[] | null;
  isChanged: boolean;
};
