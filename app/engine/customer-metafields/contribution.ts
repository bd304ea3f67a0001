import type { EventType } from "~/pipeline/events/catalogue";
import type { Db } from "~/platform/db.server";

export type MetafieldType = "number_integer" | "json" | "single_line_text_field" | "date";

/** A metafield of customers in the app's own namespace; shopify.app.toml declares it and says who may read it. */
export type CustomerMetafields = {
  key: string;
  type: MetafieldType;
  /** Events after which it may say something else of their customer. */
  refreshOn: readonly EventType[];
  /**
   * What it should say of each customer, as Shopify takes the type; null, or no entry: nothing. The customer reads it in
   * the store, so nothing goes in that they must not see.
   */
  present: (
    db: Db,
    people: { shopId: string; customerIds: readonly string[]; now: Date },
  ) => Promise<Map<string, string | null>>;
};

/** What every page of the store may know of the programme, as `app.metafields.perennial.<key>`. */
export type AppMetafield = {
  key: string;
  type: MetafieldType;
  /** Null: nothing. */
  present: (db: Db, shop: { shopId: string; now: Date }) => Promise<string | null>;
};
