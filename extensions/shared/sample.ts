import type { CustomerAnswer, MemberAnswer, MemberView } from "./answers";

/** A member of a programme, as the app tells of them; for tests. */
export function memberAnswer(over: Partial<MemberAnswer> = {}, view: Partial<MemberView> = {}): MemberAnswer {
  return {
    currencyCode: "EUR",
    member: {
      memberSince: "2026-01-05T10:00:00.000Z",
      availablePoints: 520,
      pendingPoints: 30,
      nextExpiry: { points: 100, on: "2026-12-31" },
      rewards: [
        {
          id: "five",
          title: "5 euros off",
          kind: "amount",
          costPoints: 500,
          valueMinor: 500,
          affordable: true,
        },
        { id: "ship", title: "Free delivery", kind: "free-shipping", costPoints: 800, affordable: false },
        {
          id: "any",
          title: "Money off",
          kind: "amount",
          costPoints: 100,
          incremental: { stepPoints: 100, minPoints: 100, maxPoints: 400, valuePerStepMinor: 100 },
          affordable: true,
        },
      ],
      earnRules: [{ kind: "order", points: 1, perMinor: 100, title: "Order" }],
      hold: null,
      debtPoints: 0,
      ...view,
    },
    tierName: "VIP Gold",
    history: [
      { at: "2026-03-01T10:00:00.000Z", kind: "earned", points: 120 },
      { at: "2026-02-01T10:00:00.000Z", kind: "expired", points: -20 },
    ],
    referralUrl: null,
    preferencesUrl: null,
    ...over,
  };
}

/** The same member, as the staff sees them. */
export function customerAnswer(
  over: Partial<CustomerAnswer> = {},
  view: Partial<MemberView> = {},
): CustomerAnswer {
  const { currencyCode, member, tierName } = memberAnswer({}, view);
  return {
    ...{ currencyCode, member, tierName },
    ...{ orderCount: 3, netMinor: 21_000, lastOrderAt: "2026-02-20T10:00:00.000Z", typicalGapDays: null },
    pagePath: "/app/customers/s1_7",
    ...over,
  };
}
