import { createTransport } from "nodemailer";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { SimulatedClock } from "../clock";
import type { MailSink } from "../context";
import { startMailSink } from "./sink";

describe("the mail sink", () => {
  const clock = new SimulatedClock(() => Date.parse("2026-03-01T10:00:00Z"));
  let sink: MailSink;

  beforeEach(async () => {
    sink = await startMailSink({ clock });
  });
  afterEach(() => sink.close());

  const send = (overrides: Record<string, unknown> = {}) => {
    const transport = createTransport({ host: "127.0.0.1", port: sink.port, secure: false });
    return transport.sendMail({
      from: '"Demo Shop" <hello@demo.test>',
      to: "anna@example.com",
      subject: "Zażółć gęślą jaźń — Привет",
      text: "Cześć, Anna",
      html: "<p>Cześć, <b>Anna</b></p>",
      ...overrides,
    });
  };

  it("keeps what was sent, decoded, with the simulated time and every header", async () => {
    clock.jumpTo(new Date("2026-03-08T10:00:00Z"));
    const heard: string[] = [];
    sink.onMail((mail) => heard.push(mail.subject));
    await send({ list: { unsubscribe: "https://demo.test/u" }, headers: { "X-Long": "word ".repeat(40) } });

    expect(heard).toEqual(["Zażółć gęślą jaźń — Привет"]);
    const [mail] = sink.mails;
    expect(mail).toMatchObject({
      id: "1",
      receivedAt: new Date("2026-03-08T10:00:00Z"),
      from: '"Demo Shop" <hello@demo.test>',
      to: ["anna@example.com"],
      html: "<p>Cześć, <b>Anna</b></p>",
    });
    expect(mail?.text.trim()).toBe("Cześć, Anna");
    expect(mail?.headers["list-unsubscribe"]).toBe("<https://demo.test/u>");
    expect(mail?.headers["x-long"]).toBe("word ".repeat(40).trim());
    expect(mail?.raw).toContain("Message-ID");
    expect(mail?.messageId).toMatch(/^<.+>$/);
  });

  it("takes the recipients from the envelope, so that a blind copy is seen", async () => {
    await send({ to: "anna@example.com", bcc: "boss@example.com" });
    expect(sink.mails[0]?.to).toEqual(["anna@example.com", "boss@example.com"]);
  });

  it("refuses with a temporary error while down, and takes mail again afterwards", async () => {
    sink.setDown(true);
    await expect(send()).rejects.toMatchObject({ responseCode: 421 });
    expect(sink.mails).toHaveLength(0);
    sink.setDown(false);
    await send();
    expect(sink.mails).toHaveLength(1);
  });

  it("refuses on a connection that was open before it went down", async () => {
    const transport = createTransport({ host: "127.0.0.1", port: sink.port, pool: true, maxConnections: 1 });
    const message = { from: "a@demo.test", to: "b@example.com", text: "x" };
    await transport.sendMail(message);
    sink.setDown(true);
    await expect(transport.sendMail(message)).rejects.toMatchObject({ responseCode: 421 });
    transport.close();
  });

  it("keeps the message but leaves the sender in doubt when it drops before the reply", async () => {
    sink.setFault("drop-before-reply");
    await expect(send()).rejects.toThrow();
    expect(sink.mails).toHaveLength(1);
  });

  it("answers and only then breaks when it drops after the reply", async () => {
    sink.setFault("drop-after-reply");
    await expect(send()).resolves.toMatchObject({ accepted: ["anna@example.com"] });
    expect(sink.mails).toHaveLength(1);
  });
});
