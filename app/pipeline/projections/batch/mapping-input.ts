/** The shop as projections need it. */
export type ProjectedShop = { id: string; domain: string; currencyCode: string; ianaTimezone: string };

/** What a mapping of a delivery gets. */
export type MappingInput = {
  /** Parsed JSON, not checked. */
  body: unknown;
  shop: ProjectedShop;
  /** When Shopify says it happened; for nodes: when they were read. */
  triggeredAt: Date;
  /** Our id of one of Shopify's numeric ids. */
  idOf: (legacyId: string) => string;
};
