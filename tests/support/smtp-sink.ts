import type { AddressInfo, Socket } from "node:net";
import { text } from "node:stream/consumers";

import { SMTPServer } from "smtp-server";

/** What goes wrong at one moment of a hand-over. */
export type SmtpFault =
  | { at: "connect" | "sender" | "reader" | "body"; code: number; said: string }
  /** The body is taken and kept, and then nothing is said any more; or the line is cut. */
  | { at: "after-body"; does: "silence" | "cut" };

export type SmtpSink = {
  url: string;
  /** Message-IDs of what was kept, in order. */
  kept: string[];
  connections: () => number;
  /** Faults of the next hand-overs, first in, first out; none means taken. */
  faults: SmtpFault[];
  close: () => Promise<void>;
};

/** A real SMTP server that fails as it is told to. */
export async function startSmtpSink({ port = 0, pipelining = true } = {}): Promise<SmtpSink> {
  const kept: string[] = [];
  const faults: SmtpFault[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const failAt = (at: "connect" | "sender" | "reader" | "body"): Error | undefined => {
    const [fault] = faults;
    if (fault?.at !== at) return undefined;
    faults.shift();
    return Object.assign(new Error(fault.said), { responseCode: fault.code });
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    ...(pipelining ? {} : { hidePIPELINING: true }),
    logger: false,
    onConnect: (_session, done) => done(failAt("connect")),
    onMailFrom: (_address, _session, done) => done(failAt("sender")),
    onRcptTo: (_address, _session, done) => done(failAt("reader")),
    onData(stream, session, done) {
      void text(stream).then((mail) => {
        const refusal = failAt("body");
        if (refusal) return done(refusal);
        kept.push(/^Message-ID: (.*)$/im.exec(mail)?.[1]?.trim() ?? "");
        const [fault] = faults;
        if (fault?.at !== "after-body") return done();
        faults.shift();
        if (fault.does === "silence") return;
        for (const socket of sockets) if (socket.remotePort === session.remotePort) socket.destroy();
      });
    },
  });
  server.on("error", () => undefined);
  server.server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const { port: taken } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${taken}`,
    kept,
    connections: () => connections,
    faults,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
