/** What a merchant would call the parts of a record, in the order in which they are told. */
export const DRIFT_TOPICS = [
  "name",
  "contact",
  "place",
  "consent",
  "tags",
  "purchases",
  "status",
  "amounts",
  "lines",
  "discounts",
  "refunds",
  "variants",
  "dates",
  "other",
] as const;
export type DriftTopic = (typeof DRIFT_TOPICS)[number];

/** The first that fits a field, such as `firstName` or `lines.quantity`, is its topic. */
const PATTERNS: readonly (readonly [RegExp, DriftTopic])[] = [
  [/^tags/, "tags"],
  [/^lines\b/, "lines"],
  [/^discounts\b/, "discounts"],
  [/^refunds\b/, "refunds"],
  [/^variants\b/, "variants"],
  [/^(firstName|lastName|name|title)$/, "name"],
  [/^(email|phone)$/, "contact"],
  [/^(countryCode|provinceCode|city)$/, "place"],
  [/Consent|^dataSaleOptOut$/, "consent"],
  [/^shopify(OrderCount|SpentMinor)$/, "purchases"],
  [/Minor$|[cC]urrency/, "amounts"],
  [/[sS]tatus$|^state$|^cancelReason$|^deletedAt$|^isTest$/, "status"],
  [/At$/, "dates"],
];

/** The topics of fields that differed, each once. */
export function driftTopicsOf(fields: readonly string[]): DriftTopic[] {
  const topics = new Set(
    fields.map((field) => PATTERNS.find(([pattern]) => pattern.test(field))?.[1] ?? "other"),
  );
  return DRIFT_TOPICS.filter((topic) => topics.has(topic));
}
