import { findClickedMail } from "~/engine/messaging/tracking/repository.server";
import { readVisitorMark } from "~/engine/messaging/tracking/visitor-mark.server";
import type { Tx } from "~/platform/db.server";

import { linkVisitor, mayFollow } from "../link/link.server";
import { claim } from "../repository/claims.server";
import { findPayingCustomerId } from "../repository/people.server";
import { deleteVisitor, findVisitor, touchVisitor } from "../repository/visitors.server";
import { MARK_MS } from "../rules";
import { type Batch, checkoutOf } from "../schema";
import { deletePages, joinPage } from "../traffic/repository.server";
import type { PageView } from "../traffic/rules/sessions";
import { addLooks } from "./add-looks.server";

type Taken = { shopId: string; visitorKey: string; batch: Batch; now: Date };

/** The page of a browser in the sample; null: none is counted. */
type Counted = { browserKey: string; page: PageView | null };

/**
 * Stores what a browser told: first what may prove whose it is, then, of a known person's, what was looked at.
 *
 * A repeat adds views and nothing else. Of visits, which anybody's may be, it is counted what page was open.
 *
 * @returns whether there is a page to count.
 */
export async function takeBatch(
  tx: Tx,
  { shopId, visitorKey, browserKey, batch, page, now }: Taken & Counted,
): Promise<boolean> {
  const ref = { shopId, visitorKey };
  const forget = async () => {
    await deleteVisitor(tx, ref);
    await deletePages(tx, { shopId, browserKey });
    return false;
  };
  if (!batch.consent.analytics || !batch.consent.marketing) return forget();
  await followMark(tx, { ...ref, mark: batch.mark, now });
  await claimCheckout(tx, { ...ref, batch, now });
  const { customerId, isUnwilling } = await findOwner(tx, { ...ref, now });
  if (isUnwilling) return forget();
  if (page) await joinPage(tx, { shopId, ...page });
  const isCounted = page !== null;
  // A page that is only looked at tells nothing of people.
  if (batch.page && batch.sights.length === 0 && batch.mark === null) return isCounted;
  if (batch.cart !== null) {
    // Of somebody unknown it is kept for a while: the order it becomes tells whose the browser is.
    const subjectId = `${shopId}_${batch.cart}`;
    await claim(tx, { ...ref, kind: "cart", subjectId, customerId, now });
  }
  const hasClaims = batch.cart !== null || checkoutOf(batch) !== null;
  if (customerId !== null) await addLooks(tx, { ...ref, customerId, sights: batch.sights, now });
  else if (hasClaims) await touchVisitor(tx, { ...ref, now });
  return isCounted;
}

/** Whose the browser is, and whether they do not want to be followed; null: nobody knows. */
async function findOwner(
  tx: Tx,
  { shopId, visitorKey, now }: Omit<Taken, "batch">,
): Promise<{ customerId: string | null; isUnwilling: boolean }> {
  const visitor = await findVisitor(tx, { shopId, visitorKey });
  const customerId = visitor?.customerId ?? null;
  const isUnwilling = customerId !== null && !(await mayFollow(tx, { shopId, customerId, now }));
  return { customerId, isUnwilling };
}

/** Somebody came by a link of a mail: the first browser that shows its mark is the reader's, for as long as it is fresh. */
async function followMark(
  tx: Tx,
  { shopId, visitorKey, mark, now }: Omit<Taken, "batch"> & { mark: string | null },
): Promise<void> {
  const read = mark === null ? null : readVisitorMark(mark);
  if (read?.shopId !== shopId || now.getTime() - read.followedAt.getTime() > MARK_MS) return;
  const mail = await findClickedMail(tx, { shopId, messageId: read.messageId });
  if (!mail || mail.customerId === null) return;
  const { customerId } = mail;
  const subjectId = read.messageId;
  const { isNew } = await claim(tx, { shopId, visitorKey, kind: "mail", subjectId, customerId, now });
  if (isNew) await linkVisitor(tx, { shopId, visitorKey, customerId, linkedBy: "mail", now });
}

/** A checkout proves nothing before it is paid for: anybody may type anybody's address into one. */
async function claimCheckout(tx: Tx, { shopId, visitorKey, batch, now }: Taken): Promise<void> {
  const checkoutToken = checkoutOf(batch);
  if (checkoutToken === null) return;
  const subjectId = `${shopId}_${checkoutToken}`;
  const { isOurs } = await claim(tx, {
    ...{ shopId, visitorKey, kind: "checkout", subjectId },
    customerId: null,
    now,
  });
  // Usually the order comes later, by its webhook; a request may have been held up.
  const customerId = isOurs ? await findPayingCustomerId(tx, { shopId, checkoutToken }) : null;
  if (customerId !== null) await linkVisitor(tx, { shopId, visitorKey, customerId, linkedBy: "order", now });
}
