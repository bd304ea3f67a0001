/** How far back the dashboard can look, in days of the shop. Apart from the schema, so that the page needs no zod. */
export const WINDOW_KEYS = ["30", "90", "365", "all"] as const;
