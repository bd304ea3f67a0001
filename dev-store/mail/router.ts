import { type Request, type Response, Router } from "express";

import type { DevStoreContext, SentMail } from "../context";
import { type OneClickResult, unsubscribeByOneClick } from "./one-click";
import { listPage, mailPage, notFoundPage } from "./pages";

type Filter = { to: string; since: Date | null };

function queryText(request: Request, name: string): string {
  const value = request.query[name];
  return typeof value === "string" ? value.trim() : "";
}

function parseFilter(request: Request): Filter {
  const since = new Date(queryText(request, "since"));
  return { to: queryText(request, "to"), since: Number.isNaN(since.getTime()) ? null : since };
}

function matching(mails: SentMail[], { to, since }: Filter): SentMail[] {
  const wanted = to.toLowerCase();
  return mails.filter(
    (mail) =>
      mail.to.some((address) => address.toLowerCase().includes(wanted)) &&
      (!since || mail.receivedAt > since),
  );
}

function noticeOf(result: OneClickResult): string {
  switch (result.outcome) {
    case "answered":
      return `Unsubscribed by one click: ${result.address} answered ${result.status}.`;
    case "unreachable":
      return `Unsubscribing failed: ${result.address} could not be reached (${result.reason}).`;
    case "not-offered":
      return "This mail offers no one-click unsubscribe.";
  }
}

/**
 * Pages of the mail sink, and the same as JSON: `GET /api/mails?to=…&since=…` (`to` is a part of an address, `since`
 * an instant of simulated time, exclusive) answers `{ mails }`, oldest first.
 */
export function mailRouter(ctx: DevStoreContext): Router {
  const router = Router();
  const { mails } = ctx.mail;
  const reader = { shopName: ctx.store.shop.name, timeZone: ctx.store.shop.ianaTimezone };
  const notices = new Map<string, string>();

  const findMail = (request: Request, response: Response): SentMail | null => {
    const mail = mails.find(({ id }) => id === request.params["id"]) ?? null;
    if (!mail) response.status(404).send(notFoundPage(mails.length));
    return mail;
  };

  router.get("/", (request, response) => {
    const filter = parseFilter(request);
    response.send(listPage({ mails: matching(mails, filter), to: filter.to, total: mails.length, reader }));
  });
  router.get("/mails/:id", (request, response) => {
    const mail = findMail(request, response);
    if (!mail) return;
    const notice = notices.get(mail.id) ?? null;
    notices.delete(mail.id);
    response.send(mailPage({ mail, total: mails.length, notice, reader }));
  });
  router.get("/mails/:id/raw", (request, response) => {
    const mail = findMail(request, response);
    if (!mail) return;
    response.type("message/rfc822").attachment(`mail-${mail.id}.eml`).send(mail.raw);
  });
  router.post("/mails/:id/unsubscribe", (request, response, next) => {
    const mail = findMail(request, response);
    if (!mail) return;
    unsubscribeByOneClick(mail)
      .then((result) => {
        notices.set(mail.id, noticeOf(result));
        response.redirect(303, `/mails/${mail.id}`);
      })
      .catch(next);
  });
  router.get("/api/mails", (request, response) => {
    response.json({ mails: matching(mails, parseFilter(request)) });
  });
  router.get("/api/count", (_request, response) => {
    response.json({ count: mails.length });
  });
  return router;
}
