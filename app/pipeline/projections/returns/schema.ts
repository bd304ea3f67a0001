/** A stored return, without lines. */
export type ReturnRow = {
  id: string;
  gid: string;
  orderId: string | null;
  name: string | null;
  /** REQUESTED, OPEN, DECLINED, CANCELED, CLOSED; null while no notice told it. */
  status: string | null;
  declineReason: string | null;
  firstSeenAt: Date;
  /** Of the status; 1970 while no notice told it. */
  versionAt: Date;
};

/** Version of a return whose status nobody told yet. */
export const UNKNOWN_VERSION = new Date(0);

export type ReturnLineRow = {
  id: string;
  gid: string;
  orderLineId: string | null;
  /** As listed at `versionAt`, less what was taken out later; never negative. */
  quantity: number;
  listedQuantity: number;
  reason: string | null;
  /** Null: only a removal spoke of the line. */
  versionAt: Date | null;
  /** Pieces taken out, by the milliseconds of the notice. */
  removals: Readonly<Record<string, number>>;
};

/** A line as a payload lists it. */
export type ListedLine = Pick<ReturnLineRow, "id" | "gid" | "orderLineId" | "reason"> & { quantity: number };

/** What a payload tells of a return; Shopify gives it no `updated_at`, so its trigger is its version. */
export type ReturnChange = {
  resource: "return";
  id: string;
  gid: string;
  triggeredAt: Date;
  /** Undefined: not told. */
  orderId: string | undefined;
  name: string | undefined;
  status: string | undefined;
  declineReason: string | undefined;
  /** The lines that the payload lists; others may exist. */
  lines: ListedLine[];
  removals: { id: string; gid: string; pieces: number }[];
};

/** A return while a batch is worked through. */
export type ReturnState = {
  row: ReturnRow;
  lines: Map<string, ReturnLineRow>;
  /** Some notice of it came before. */
  isKnown: boolean;
  isChanged: boolean;
};
