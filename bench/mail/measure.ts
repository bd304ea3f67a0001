/** Everything that is measured, in a process of its own: DATABASE_URL, SINK_URL. Its last line is the outcome as JSON. */
import { connect, type Socket } from "node:net";

import mjml2html from "mjml";
import { createTransport } from "nodemailer";
import type SMTPPool from "nodemailer/lib/smtp-pool";

import { blocksToMjml } from "../../app/engine/messaging/templates/rules/blocks-to-mjml";
import { createSmtpTransport } from "../../app/integrations/email/smtp.server";
import type { OutgoingEmail } from "../../app/integrations/email/transport";
import type { MailFigures } from "./bench";
import { CONNECTIONS } from "./connections";
import { contentOf, FRAME } from "./content";
import { design, language, ourMail, VARIANT } from "./our-mail";
import { renderReactMail } from "./react-mail";
import { measureWholeWay } from "./whole-way";

const { DATABASE_URL = "", SINK_URL = "" } = process.env;
const HANDED = 4_000;

/** How often a second `work` is done, for at least a second, after a second to warm up. */
async function perSecond(work: (index: number) => Promise<unknown>): Promise<number> {
  let rate = 0;
  for (let round = 0; round < 2; round += 1) {
    const from = performance.now();
    let count = 0;
    for (; performance.now() - from < 1_000; count += 1) await work(count);
    rate = count / ((performance.now() - from) / 1_000);
  }
  return rate;
}

async function handedPerSecond(send: (index: number) => Promise<unknown>): Promise<number> {
  let rate = 0;
  for (let round = 0; round < 2; round += 1) {
    const from = performance.now();
    await Promise.all(Array.from({ length: HANDED }, (_, index) => send(index)));
    rate = HANDED / ((performance.now() - from) / 1_000);
  }
  return rate;
}

/**
 * A line for the peer that sends what it has at once. nodemailer leaves the system's waiting on, so that the end of every
 * longer mail waits 40 ms for an acknowledgement: 85 mails a second, whatever the machine.
 */
function connectWithoutDelay(
  { port }: SMTPPool.Options,
  callback: (error: Error | null, given: { connection: Socket } | undefined) => void,
): void {
  const connection = connect({ port: Number(port), host: "127.0.0.1", noDelay: true });
  connection.once("error", (error) => callback(error, undefined));
  connection.once("connect", () => callback(null, { connection }));
}

async function measureHandOver(): Promise<Pick<MailFigures, "nodemailer" | "handedOver">> {
  const { subject, html, text } = ourMail(1);
  const mail = (index: number): OutgoingEmail => ({
    messageId: `<${index}@bench.example>`,
    from: { name: "Demo shop", address: "hello@bench.example" },
    to: `person-${index}@bench.example`,
    subject,
    html,
    text,
    headers: { "List-Unsubscribe": "<https://app.example/u/token>" },
    sentAt: new Date(),
  });
  const peer = createTransport({
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: Infinity,
    host: "127.0.0.1",
    port: Number(new URL(SINK_URL).port),
    ignoreTLS: true,
    getSocket: connectWithoutDelay,
  });
  const nodemailer = await handedPerSecond((index) =>
    peer.sendMail({ ...mail(index), encoding: "quoted-printable" }),
  );
  peer.close();
  const ours = createSmtpTransport(SINK_URL, { maxConnections: CONNECTIONS });
  const handedOver = await handedPerSecond(async (index) => {
    const { kind } = await ours.send(mail(index));
    if (kind !== "accepted") throw new Error(`mail ${index} was ${kind}`);
  });
  ours.close();
  return { nodemailer, handedOver };
}

const email = createSmtpTransport(SINK_URL, { maxConnections: CONNECTIONS });
const figures: Omit<MailFigures, "atLimit"> = {
  renders: await perSecond((index) => Promise.resolve(ourMail(index))),
  reactEmail: await perSecond((index) => renderReactMail(contentOf(index), FRAME)),
  mjml: await perSecond(() =>
    mjml2html(blocksToMjml(VARIANT.blocks, { ...VARIANT, design, language }), {
      validationLevel: "skip",
      fonts: {},
    }),
  ),
  ...(await measureHandOver()),
  wholeWay: await measureWholeWay(DATABASE_URL, email),
};
console.log(JSON.stringify(figures));
process.exit(0);
