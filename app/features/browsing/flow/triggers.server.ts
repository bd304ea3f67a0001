import { z } from "zod";

import type { Entry, EventTrigger } from "~/engine/flows/contribution";
import type { StoredEvent } from "~/pipeline/events/catalogue";
import { listBuyableIds } from "~/pipeline/projections/products/queries.server";
import type { Db } from "~/platform/db.server";

import { listCartEnds } from "../repository/carts.server";
import { listDeeds, listLooksOfVisits, listVisitStarts, startsKey } from "../repository/looks.server";
import { chooseLook, QUIET_MS } from "../rules";
import { LOOK_LIMITS, type LookedAtSettings, LookedAtSettingsSchema } from "../schema";

/**
 * A known person left what is in their cart. Once per cart. What comes of the cart, or is begun in its browser, ends the
 * reminder even where nobody said who they are: a checkout names no customer before its shopper types an address.
 */
export const cartLeft: EventTrigger<Record<string, never>> = {
  kind: "event",
  key: "browsing.cart-left",
  textNamespace: "browsing",
  schema: z.object({}).strict(),
  events: ["browsing.cart-left"],
  findEnds: async (db, { shopId, runs, at }) => {
    const left = new Map(runs.map(({ subjectId, enteredAt }) => [subjectId ?? "", enteredAt]));
    const ends = await listCartEnds(db, { shopId, left, at });
    return new Map(
      runs.flatMap(({ runId, subjectId }) => {
        const end = ends.get(subjectId ?? "");
        return end ? [[runId, { reason: `left-cart-${end}` }] as const] : [];
      }),
    );
  },
  entriesOf: (_db, { events }) =>
    Promise.resolve(
      events.flatMap((event) =>
        event.type === "browsing.cart-left"
          ? [
              {
                customerId: event.customerId,
                subjectKind: "cart",
                subjectId: event.payload.cartId,
                entryKey: `cart:${event.payload.cartId}`,
                enteredAt: event.occurredAt,
                context: {},
              },
            ]
          : [],
      ),
    ),
};

/** A known person looked at products and bought nothing. About one product of a visit; once per person and product until it was left alone for a while. */
export const lookedAt: EventTrigger<LookedAtSettings> = {
  kind: "event",
  key: "browsing.products-viewed",
  textNamespace: "browsing",
  schema: LookedAtSettingsSchema,
  fields: [
    { name: "minViews", kind: "count", ...LOOK_LIMITS.minViews },
    { name: "againAfterDays", kind: "count", ...LOOK_LIMITS.againAfterDays },
  ],
  events: ["browsing.products-viewed"],
  entriesOf: (db, { shopId, settings, events }) => {
    const visits = events.filter((event) => event.type === "browsing.products-viewed");
    return entriesOfVisits(db, { shopId, settings, visits });
  },
};

type Visit = StoredEvent<"browsing.products-viewed">;
type Asked = { shopId: string; settings: LookedAtSettings; visits: readonly Visit[] };

async function entriesOfVisits(db: Db, { shopId, settings, visits }: Asked): Promise<Entry[]> {
  if (visits.length === 0) return [];
  const customerIds = [...new Set(visits.map(({ payload }) => payload.customerId))];
  const starts = visits.map(({ payload }) => new Date(payload.startedAt));
  const looks = await listLooksOfVisits(db, { shopId, customerIds, starts });
  const productIds = [...new Set(looks.map(({ productId }) => productId))];
  const visitStarts = await listVisitStarts(db, { shopId, customerIds, productIds });
  const since = new Date(Math.min(...starts.map(Number)));
  const deeds = await listDeeds(db, { shopId, customerIds, since });
  const buyable = await listBuyableIds(db, { shopId, ids: productIds });
  return visits.flatMap((event) => {
    const { customerId, startedAt } = event.payload;
    const visit = new Date(startedAt);
    // Until the visit is told of. What comes later is for the exits of the flow.
    const until = new Date(event.occurredAt.getTime() + QUIET_MS);
    const did = deeds.filter(
      (deed) => deed.customerId === customerId && deed.at >= visit && deed.at <= until,
    );
    const chosen = chooseLook(
      {
        visit,
        looks: looks.filter(
          (look) => look.customerId === customerId && look.visitStartedAt.getTime() === visit.getTime(),
        ),
        hasActed: did.length > 0,
        buyable,
        visitsOf: new Map(productIds.map((id) => [id, visitStarts.get(startsKey(customerId, id)) ?? []])),
      },
      settings,
    );
    return chosen ? [entryOf(event, chosen)] : [];
  });
}

function entryOf(event: Visit, { productId, since }: { productId: string; since: Date }): Entry {
  return {
    customerId: event.customerId,
    subjectKind: "product",
    subjectId: productId,
    entryKey: `product:${productId}:${since.toISOString()}`,
    enteredAt: event.occurredAt,
    context: {},
  };
}
