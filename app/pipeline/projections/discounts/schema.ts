/** A stored discount, without codes. */
export type DiscountRow = {
  id: string;
  gid: string;
  title: string;
  /** ACTIVE, SCHEDULED, EXPIRED; null while only a code spoke of it. */
  status: string | null;
  createdAt: Date | null;
  versionAt: Date | null;
  deletedAt: Date | null;
};

export type RedeemCodeRow = {
  id: string;
  gid: string;
  code: string;
  /** Lower case. */
  codeKey: string;
  addedAt: Date | null;
  removedAt: Date | null;
};

/** What a payload tells of a discount. Its value and conditions are told by the API only. */
export type DiscountChange = { resource: "discount"; id: string; gid: string; triggeredAt: Date } & (
  | {
      kind: "discount";
      version: Date;
      fields: { title: string; status: string | null; createdAt: Date | null };
    }
  | { kind: "code"; code: Omit<RedeemCodeRow, "addedAt" | "removedAt">; isPresent: boolean; changedAt: Date }
  | { kind: "deletion"; deletedAt: Date }
);

/** A discount while a batch is worked through. */
export type DiscountState = {
  row: DiscountRow;
  /** Those that the batch names, as stored. */
  codes: Map<string, RedeemCodeRow>;
  changedCodeIds: Set<string>;
  isChanged: boolean;
};
