/** What a message weighs in the budget of its reader: the smaller goes first. */
export const PRIORITY = {
  transactional: 0,
  service: 10,
  cart: 20,
  loyalty: 30,
  offers: 40,
  surveys: 50,
} as const;

/** Topics outside the budget: their messages neither count nor wait for others. */
export const TOPICS_OUTSIDE_BUDGET: readonly string[] = ["transactional", "service"];

/** The one topic that quiet hours do not hold back: somebody waits for it. */
export const TOPIC_AT_ANY_HOUR = "transactional";
