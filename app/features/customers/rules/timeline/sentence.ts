import type { EventPayloads, EventType } from "~/pipeline/events/catalogue";

import type { TimelineEntry } from "../../profile/schema";
import type { TimelineFilter } from "../timeline-filter";

/** What a sentence needs beside the event: names of the things it is about, by id. */
export type TimelineNames = {
  orders: ReadonlyMap<string, string>;
  codes: ReadonlyMap<string, string>;
  messages: ReadonlyMap<string, string>;
  products: ReadonlyMap<string, string>;
  tasks: ReadonlyMap<string, string>;
  tiers: Readonly<Record<string, string>>;
};

export type Sentence = Pick<TimelineEntry, "textKeys" | "params"> & { amount?: TimelineEntry["amount"] };
export type Describe<Type extends EventType> = (
  payload: EventPayloads[Type],
  names: TimelineNames,
) => Sentence;
export type Kind<Type extends EventType> = {
  /** Filter that shows it; null: it is about the shop, never in a person's timeline. */
  filter: Exclude<TimelineFilter, "highlights" | "everything"> | null;
  isHighlight: boolean;
  describe: Describe<Type>;
};

/** How each of some types of events is told. */
export type Kinds<Types extends EventType> = { [Type in Types]: Kind<Type> };

export const say = (key: string, params: Sentence["params"] = {}): Sentence => ({ textKeys: [key], params });

/** The first key that the texts hold is taken: an unforeseen variant gets the general sentence. */
export const sayVariant = (
  key: string,
  variant: string | null,
  params: Sentence["params"] = {},
): Sentence => ({
  textKeys: [...(variant ? [`${key}.${variant.toLowerCase().replaceAll("_", "-")}`] : []), `${key}.other`],
  params,
});

export const orderName = ({ orderId }: { orderId: string }, names: TimelineNames) => ({
  order: names.orders.get(orderId) ?? "–",
});
