import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import express from "express";
import { createTransport } from "nodemailer";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { SimulatedClock } from "../clock";
import type { DevStoreContext, MailSink } from "../context";
import { inNewTabs } from "./pages";
import { mailRouter } from "./router";
import { startMailSink } from "./sink";

const listen = (server: Server) =>
  new Promise<string>((resolve) => {
    server.listen(0, "127.0.0.1", () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });

describe("the mail pages", () => {
  const clock = new SimulatedClock(() => Date.parse("2026-03-01T10:00:00Z"));
  let sink: MailSink;
  let pages: Server;
  let base: string;

  beforeEach(async () => {
    sink = await startMailSink({ clock });
    const ctx = {
      store: { shop: { name: "Demo", ianaTimezone: "Europe/Warsaw" } },
      mail: sink,
    } as unknown as DevStoreContext;
    pages = createServer(express().use(mailRouter(ctx)));
    base = await listen(pages);
  });
  afterEach(async () => {
    pages.close();
    await sink.close();
  });

  const send = (overrides: Record<string, unknown> = {}) =>
    createTransport({ host: "127.0.0.1", port: sink.port }).sendMail({
      from: "Shop <shop@demo.test>",
      to: "anna@example.com",
      subject: "Hello <script>",
      html: "<html><head><title>t</title></head><body><a href='https://demo.test/'>go</a></body></html>",
      ...overrides,
    });
  const text = async (path: string) => (await fetch(base + path)).text();

  it("lists mails newest first, with text escaped", async () => {
    await send({ subject: "First" });
    await send();
    const page = await text("/");
    expect(page).toContain("Hello &lt;script&gt;");
    expect(page.indexOf("Hello")).toBeLessThan(page.indexOf("First"));
    expect(page).toContain("1 Mar 2026, 11:00");
  });

  it("filters by address and by simulated time, as page and as JSON", async () => {
    await send({ to: "Bob@example.com" });
    await send();
    expect(await text("/?to=bob")).toContain("1 mail to");
    const all = (await (await fetch(`${base}/api/mails?since=2026-03-01T09:00:00Z`)).json()) as {
      mails: unknown[];
    };
    expect(all.mails).toHaveLength(2);
    expect(await (await fetch(`${base}/api/mails?since=2026-03-01T10:00:00Z`)).json()).toEqual({ mails: [] });
    expect(await (await fetch(`${base}/api/mails?to=ANNA@`)).json()).toMatchObject({
      mails: [{ id: "2", to: ["anna@example.com"] }],
    });
  });

  it("shows a mail in a sandbox without scripts, its links opening beside it", async () => {
    await send();
    const page = await text("/mails/1");
    expect(page).toMatch(/sandbox="[^"]*allow-popups/);
    expect(page).not.toContain("allow-scripts");
    expect(page).toContain("&lt;head&gt;&lt;base target=&quot;_blank&quot;&gt;&lt;title&gt;");
    expect(inNewTabs("<p>x</p>")).toBe('<base target="_blank"><p>x</p>');
    expect((await fetch(`${base}/mails/9`)).status).toBe(404);
  });

  it("hands out the source as it came", async () => {
    await send();
    const response = await fetch(`${base}/mails/1/raw`);
    expect(response.headers.get("content-type")).toContain("message/rfc822");
    expect(await response.text()).toBe(sink.mails[0]?.raw);
  });

  it("unsubscribes with the one POST that mail clients send, and tells the answer", async () => {
    const posts: string[] = [];
    const app = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        posts.push(`${request.method} ${request.url} ${body}`);
        response.end();
      });
    });
    const address = `${await listen(app)}/unsubscribe/abc`;
    await send({
      headers: { "List-Unsubscribe": `<${address}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
    });
    const answer = await fetch(`${base}/mails/1/unsubscribe`, { method: "POST" });
    expect(posts).toEqual(["POST /unsubscribe/abc List-Unsubscribe=One-Click"]);
    expect(await answer.text()).toContain("answered 200");
    app.close();
  });

  it("offers no button when the mail lacks the one-click header", async () => {
    await send({ list: { unsubscribe: "https://demo.test/u" } });
    expect(await text("/mails/1")).toContain("offers no one-click unsubscribe");
  });
});
