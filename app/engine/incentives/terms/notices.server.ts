import type { Db } from "~/platform/db.server";

import { groupConflicts } from "../rules/combination";
import { classOf } from "../rules/offer";
import type { Offer } from "../schema";
import { findCombinationConflicts } from "./presenter.server";

/** Something to know before an offer is made: a text `problems.<code>` of `textNamespace`. */
export type OfferNotice = {
  code: string;
  params: { names: string };
  textNamespace: "incentives";
};

/** Names that are told in full; of more it is told how many. */
const TOLD_COUNT = 5;

/** What an offer would not go together with in one cart, in words, by reasons; none for money. */
export async function presentOfferNotices(
  db: Db,
  asked: {
    shopId: string;
    offer: Pick<Offer, "value" | "items" | "combinesWith" | "title">;
    now: Date;
  },
): Promise<OfferNotice[]> {
  if (classOf(asked.offer) === null) return [];
  const { conflicts, asOf, isComplete } = await findCombinationConflicts(db, asked);
  const notice = (code: string, names = ""): OfferNotice => {
    return { code: `combination.${code}`, params: { names }, textNamespace: "incentives" };
  };
  return [
    ...groupConflicts(conflicts).map(({ isAutomatic, because, titles }) =>
      notice(`${isAutomatic ? "automatic" : "codes"}.${because}`, nameAll(titles)),
    ),
    ...(asOf === null ? [notice("unknown")] : []),
    ...(asOf !== null && !isComplete ? [notice("incomplete")] : []),
  ];
}

function nameAll(titles: readonly string[]): string {
  const told = titles.slice(0, TOLD_COUNT).join(", ");
  return titles.length > TOLD_COUNT ? `${told} (+${titles.length - TOLD_COUNT})` : told;
}
