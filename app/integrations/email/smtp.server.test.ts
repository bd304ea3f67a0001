import { type AddressInfo, createServer, type Socket } from "node:net";

import { simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, test } from "vitest";

import { startSmtpSink } from "../../../tests/support/smtp-sink";

import { createSmtpTransport, type SmtpOptions } from "./smtp.server";
import type { OutgoingEmail } from "./transport";

const email: OutgoingEmail = {
  messageId: "<occasion-1@shop.example>",
  from: { name: "Sklep Zażółć", address: "shop@shop.example" },
  to: "anna@example.com",
  replyTo: "owner@shop.example",
  subject: "Twój koszyk czeka",
  html: "<p>Привет</p>",
  text: "Привет",
  headers: {
    "List-Unsubscribe": "<https://app.example/u/token>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  },
  sentAt: new Date("2026-03-01T10:00:00Z"),
};

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const reply = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode });

/** A real server; `mails` are the bodies it took. */
async function givenServer(options: SMTPServerOptions = {}) {
  const mails: Buffer[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onData(stream, _session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        mails.push(Buffer.concat(chunks));
        callback();
      });
    },
    ...options,
  });
  // What a client's broken line does to the server is not what is tested here.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  return { mails, url: `smtp://127.0.0.1:${port}` };
}

/** A server that speaks just enough SMTP to hang up where a test wants it to. */
async function givenScript(onLine: (line: string, socket: Socket) => void) {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.write("220 ready\r\n");
    socket.on("data", (chunk) => {
      for (const line of chunk.toString().split("\r\n").filter(Boolean)) onLine(line, socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
  };
}

function open(url: string, options: SmtpOptions = {}) {
  const transport = createSmtpTransport(url, { timeoutMs: 5_000, ...options });
  closers.push(() => transport.close());
  return transport;
}

describe("a mail that arrives", () => {
  test("carries its Message-ID, date, headers and both parts in any script", async () => {
    const { mails, url } = await givenServer();
    expect(await open(url).send(email)).toMatchObject({ kind: "accepted" });

    const parsed = await simpleParser(mails[0]!);
    expect(parsed).toMatchObject({ messageId: email.messageId, subject: email.subject, date: email.sentAt });
    expect(parsed.from?.value).toEqual([email.from].map(({ name, address }) => ({ name, address })));
    expect(parsed.replyTo?.text).toBe("owner@shop.example");
    expect(parsed.text?.trim()).toBe("Привет");
    expect(parsed.html).toContain("Привет");
    const lines = parsed.headerLines.map(({ line }) => line);
    expect(lines).toContain("List-Unsubscribe: <https://app.example/u/token>");
    expect(lines).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
  });

  test("shares its connection with the next one", async () => {
    let connections = 0;
    const { url, mails } = await givenServer({
      onConnect(_session, callback) {
        connections += 1;
        callback();
      },
    });
    const transport = open(url, { maxConnections: 1 });
    await transport.send(email);
    await transport.send({ ...email, messageId: "<occasion-2@shop.example>" });
    expect({ connections, mails: mails.length }).toEqual({ connections: 1, mails: 2 });
  });
});

describe("a mail that is surely not sent", () => {
  test("is deferred when nobody listens", async () => {
    expect(await open("smtp://127.0.0.1:1").send(email)).toMatchObject({ kind: "deferred" });
  });

  test("is deferred when the server greets too late", async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    closers.push(() => void silent.close());
    const { port } = silent.address() as AddressInfo;
    const transport = open(`smtp://127.0.0.1:${port}`, { timeoutMs: 100 });
    expect(await transport.send(email)).toMatchObject({ kind: "deferred" });
    transport.close();
  });

  test("is deferred when the server says 4xx to the recipient", async () => {
    const { url } = await givenServer({
      onRcptTo: (_to, _session, done) => done(reply(450, "mailbox busy")),
    });
    expect(await open(url).send(email)).toMatchObject({ kind: "deferred" });
  });

  test("is deferred when the server says 4xx to the body", async () => {
    const { url } = await givenServer({
      onData(stream, _session, done) {
        stream.resume().on("end", () => done(reply(451, "try later")));
      },
    });
    expect(await open(url).send(email)).toMatchObject({ kind: "deferred" });
  });

  test("is refused when the server says 5xx to the recipient", async () => {
    const { url } = await givenServer({
      onRcptTo: (_to, _session, done) => done(reply(550, "5.1.1 no such user")),
    });
    const outcome = await open(url).send(email);
    expect(outcome).toMatchObject({ kind: "refused" });
    expect(outcome.kind === "refused" && outcome.error).toContain("5.1.1");
  });

  test("is deferred when the line breaks before the body", async () => {
    const { url } = await givenScript((line, socket) => {
      if (line.startsWith("RCPT")) socket.destroy();
      else socket.write("250 ok\r\n");
    });
    expect(await open(url).send(email)).toMatchObject({ kind: "deferred" });
  });
});

describe("a mail whose line breaks after the body was handed over", () => {
  test("is uncertain and is not handed over a second time by the pool", async () => {
    const { url, connections } = await givenScript((line, socket) => {
      if (line === ".") socket.destroy();
      else if (line === "DATA") socket.write("354 go ahead\r\n");
      else if (/^(EHLO|MAIL|RCPT|RSET)/.test(line)) socket.write("250 ok\r\n");
    });
    expect(await open(url).send(email)).toMatchObject({ kind: "uncertain" });
    expect(connections()).toBe(1);
  });

  test("the next mail of the same transport is judged by itself", async () => {
    let hangUp = true;
    const { url } = await givenScript((line, socket) => {
      if (line === ".") {
        if (hangUp) socket.destroy();
        else socket.write("250 queued\r\n");
        hangUp = false;
      } else if (line === "DATA") socket.write("354 go ahead\r\n");
      else if (/^(EHLO|MAIL|RCPT|RSET)/.test(line)) socket.write("250 ok\r\n");
    });
    const transport = open(url);
    expect(await transport.send(email)).toMatchObject({ kind: "uncertain" });
    expect(await transport.send(email)).toMatchObject({ kind: "accepted" });
  });
});

describe("many mails at once", () => {
  test.each([true, false])("arrive once each, over few lines; pipelining offered: %s", async (pipelining) => {
    const sink = await startSmtpSink({ pipelining });
    closers.push(sink.close);
    const transport = open(sink.url, { maxConnections: 3 });
    const ids = Array.from({ length: 60 }, (_, index) => `<mail-${index}@shop.example>`);
    sink.faults.push(
      { at: "reader", code: 550, said: "5.1.1 unknown" },
      { at: "body", code: 451, said: "later" },
    );
    const outcomes = await Promise.all(ids.map((messageId) => transport.send({ ...email, messageId })));
    const accepted = ids.filter((_, index) => outcomes[index]?.kind === "accepted");
    expect(accepted).toHaveLength(58);
    expect(sink.kept.toSorted()).toEqual(accepted.toSorted());
    expect(sink.connections()).toBeLessThanOrEqual(3);
  });

  test("only the one whose body was on the way is uncertain when the line is cut", async () => {
    const sink = await startSmtpSink();
    closers.push(sink.close);
    const transport = open(sink.url, { maxConnections: 1 });
    sink.faults.push({ at: "after-body", does: "cut" });
    const outcomes = await Promise.all(
      ["<a@b.example>", "<c@b.example>", "<d@b.example>"].map((messageId) =>
        transport.send({ ...email, messageId }),
      ),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(["uncertain", "deferred", "accepted"]);
  });

  test("leave no faster than the rate", async () => {
    const sink = await startSmtpSink();
    closers.push(sink.close);
    const transport = open(sink.url, { perSecond: 20 });
    const from = performance.now();
    await Promise.all(Array.from({ length: 7 }, () => transport.send(email)));
    // Timers may ring up to a millisecond early.
    expect(performance.now() - from).toBeGreaterThanOrEqual(299);
  });

  test("are carried over a fresh line when the server closed an idle one meanwhile", async () => {
    const sink = await startSmtpSink();
    closers.push(() => sink.close());
    const transport = open(sink.url, { maxConnections: 1 });
    expect(await transport.send(email)).toMatchObject({ kind: "accepted" });
    const port = Number(new URL(sink.url).port);
    await sink.close();
    const again = await startSmtpSink({ port });
    closers.push(again.close);
    expect(await transport.send(email)).toMatchObject({ kind: "accepted" });
    expect([sink.kept.length, again.kept.length]).toEqual([1, 1]);
  });
});

test("a login goes by PLAIN, or by LOGIN where only that is offered; a refused one is deferred", async () => {
  for (const authMethods of [["PLAIN"], ["LOGIN"]]) {
    const { url } = await givenServer({
      authOptional: false,
      allowInsecureAuth: true,
      authMethods,
      onAuth: ({ username, password }, _session, done) =>
        username === "ada" && password === "p@ss" ? done(null, { user: "ada" }) : done(new Error("no")),
    });
    const withLogin = (password: string) =>
      url.replace("smtp://", `smtp://ada:${encodeURIComponent(password)}@`);
    expect(await open(withLogin("p@ss")).send(email)).toMatchObject({ kind: "accepted" });
    expect(await open(withLogin("wrong")).send(email)).toMatchObject({ kind: "deferred" });
  }
});

test("the line is made secure when the server offers it; a certificate nobody signed is not taken", async () => {
  const { url, mails } = await givenServer({ disabledCommands: [] });
  expect(await open(url).send(email)).toMatchObject({ kind: "deferred" });
  expect(await open(`${url}?tls.rejectUnauthorized=false`).send(email)).toMatchObject({ kind: "accepted" });
  expect(mails).toHaveLength(1);
});
