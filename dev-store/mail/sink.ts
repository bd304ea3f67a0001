import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";

import { SMTPServer, type SMTPServerSession } from "smtp-server";

import type { SimulatedClock } from "../clock";
import type { MailFault, MailSink, SentMail } from "../context";
import { readMessage } from "./message";

type MailSinkOptions = { clock: SimulatedClock; port?: number };

class TemporaryRefusal extends Error {
  readonly responseCode = 421;
}

/** Starts an SMTP server on 127.0.0.1 that keeps every message it is given; port 0 or none takes a free one. */
export async function startMailSink({ clock, port = 0 }: MailSinkOptions): Promise<MailSink> {
  const mails: SentMail[] = [];
  const listeners: ((mail: SentMail) => void)[] = [];
  const sockets = new Map<number, Socket>();
  let fault: MailFault | null = null;

  const refuseWhenDown = (done: (error?: Error) => void) =>
    done(fault === "refuse" ? new TemporaryRefusal("4.3.2 The mail server is down for a while") : undefined);

  const keep = async (raw: Buffer, session: SMTPServerSession) => {
    const recipients = session.envelope.rcptTo.map(({ address }) => address);
    const message = await readMessage(raw, recipients);
    const mail = { id: String(mails.length + 1), receivedAt: clock.now(), wallAt: new Date(), ...message };
    mails.push(mail);
    for (const listener of listeners) listener(mail);
  };

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    logger: false,
    onConnect: (_session, done) => refuseWhenDown(done),
    onMailFrom: (_address, _session, done) => refuseWhenDown(done),
    onData(stream, session, done) {
      buffer(stream)
        .then((raw) => keep(raw, session))
        .then(() => {
          const socket = sockets.get(session.remotePort);
          if (fault === "drop-before-reply") return socket?.destroy();
          done(null, `2.0.0 Kept as message ${mails.length}`);
          if (fault === "drop-after-reply") socket?.destroySoon();
        })
        .catch((error: unknown) => done(error instanceof Error ? error : new Error(String(error))));
    },
  });
  server.on("error", () => undefined);
  server.server.on("connection", (socket: Socket) => {
    const remotePort = socket.remotePort ?? 0;
    sockets.set(remotePort, socket);
    socket.once("close", () => sockets.delete(remotePort));
  });

  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });

  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    onMail: (listener) => void listeners.push(listener),
    setDown: (down) => void (fault = down ? "refuse" : null),
    setFault: (next) => void (fault = next),
    close: () => {
      for (const socket of sockets.values()) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
