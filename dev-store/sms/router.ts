import express, { type Request, type Response, Router } from "express";

import type { DevStoreContext } from "../context";
import { type SentText, textsPage } from "./pages";
import { ACCOUNT_SID, isLogin, OUR_NUMBER, signatureOf } from "./twilio";

type Form = Record<string, string | undefined>;

/**
 * A provider of text messages that speaks Twilio's API, and the page of what it took: `GET /sms`, as JSON
 * `GET /sms/api/messages`. The button "Answer STOP" tells the app as Twilio would: a signed POST to /hooks/sms.
 */
export function smsRouter(ctx: DevStoreContext): Router {
  const router = Router();
  const texts: SentText[] = [];
  const reader = { shopName: ctx.store.shop.name, timeZone: ctx.store.shop.ianaTimezone };
  let notice: string | null = null;

  const take = (request: Request, response: Response): void => {
    if (!isLogin(request.headers.authorization)) {
      response.status(401).json({ code: 20_003, message: "Authentication Error - invalid username" });
      return;
    }
    const { To: to = "", From: from = "", Body: body = "" } = request.body as Form;
    if (!/^\+\d{7,15}$/.test(to)) {
      response
        .status(400)
        .json({ code: 21_211, message: `The 'To' number ${to} is not a valid phone number.` });
      return;
    }
    const id = String(texts.length + 1);
    texts.push({ id, receivedAt: ctx.store.clock.now(), from, to, body });
    response
      .status(201)
      .json({ sid: `SM${id}`, status: "queued", num_segments: segmentsOf(body), price: null });
  };

  router.post(
    `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`,
    express.urlencoded({ extended: false }),
    take,
  );
  router.get("/sms", (_request, response) => {
    response.send(textsPage({ texts, notice, reader }));
    notice = null;
  });
  router.get("/sms/api/messages", (_request, response) => {
    response.json({ messages: texts });
  });
  router.post("/sms/:id/stop", (request, response, next) => {
    const text = texts.find(({ id }) => id === request.params["id"]);
    if (!text) {
      response.status(404).send("There is no such text message");
      return;
    }
    answer(ctx.urls.tunnel, text.to)
      .then((status) => {
        notice = `${text.to} answered STOP: the app said ${status}.`;
        response.redirect(303, "/sms");
      })
      .catch(next);
  });
  return router;
}

/** How many are charged: 160 characters of the GSM alphabet, about, or 70 of any other. */
function segmentsOf(text: string): string {
  const [one, each] = /^[\x20-\x7e\n]*$/.test(text) ? [160, 153] : [70, 67];
  return String(text.length <= one ? 1 : Math.ceil(text.length / each));
}

/** @returns the status that the app answers with. */
async function answer(appUrl: string, number: string): Promise<number> {
  const url = `${appUrl.replace(/\/+$/, "")}/hooks/sms`;
  const fields = { From: number, To: OUR_NUMBER, Body: "STOP" };
  const response = await fetch(url, {
    method: "POST",
    headers: { "X-Twilio-Signature": signatureOf(url, fields) },
    body: new URLSearchParams(fields),
    redirect: "manual",
  });
  return response.status;
}
