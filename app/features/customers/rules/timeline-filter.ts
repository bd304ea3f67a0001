/** What the timeline can be narrowed to. `highlights` leaves out what says little to a person. */
export const TIMELINE_FILTERS = [
  "highlights",
  "orders",
  "checkouts",
  "browsing",
  "messages",
  "vip",
  "points",
  "staff",
  "profile",
  "everything",
] as const;
export type TimelineFilter = (typeof TIMELINE_FILTERS)[number];
