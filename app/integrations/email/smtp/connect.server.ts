import { connect as connectPlain, isIP } from "node:net";
import { connect as connectSecure } from "node:tls";

import { type Reply, SmtpLine } from "./line.server";

/** Where mails go, out of `smtp://user:password@host:587` or `smtps://…`. */
export type SmtpServer = {
  host: string;
  port: number;
  /** TLS from the first byte; else it is begun when the server offers it. */
  isSecure: boolean;
  login: { user: string; password: string } | null;
  /** False only for tests of servers with a certificate of their own: `?tls.rejectUnauthorized=false`. */
  checksCertificate: boolean;
};

/** @throws TypeError when it is no address. */
export function parseSmtpUrl(url: string): SmtpServer {
  const { protocol, hostname, port, username, password, searchParams } = new URL(url);
  const isSecure = protocol === "smtps:";
  return {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port ? Number(port) : isSecure ? 465 : 587,
    isSecure,
    login: username ? { user: decodeURIComponent(username), password: decodeURIComponent(password) } : null,
    checksCertificate: searchParams.get("tls.rejectUnauthorized") !== "false",
  };
}

/** The server refused before any mail was named. */
export class SmtpRefused extends Error {
  constructor(readonly reply: Reply) {
    super(textOf(reply));
  }
}

export function textOf({ code, lines }: Reply): string {
  return `${code} ${lines.join(" ")}`;
}

export type Session = { line: SmtpLine; hasPipelining: boolean; hasUtf8: boolean };

type Opening = { timeoutMs: number; onBroken: () => void };

/** Opens a connection, makes it secure where it can be, and logs in. @throws LineBroken | SmtpRefused */
export async function openSession(server: SmtpServer, { timeoutMs, onBroken }: Opening): Promise<Session> {
  const { host, port, isSecure, login } = server;
  const socket = isSecure ? connectSecure({ host, port, ...tlsOf(server) }) : connectPlain({ host, port });
  socket.setNoDelay(true);
  let line = new SmtpLine(socket, timeoutMs, onBroken);
  try {
    await expectOf(line, null, 220);
    let offers = await greet(line);
    if (!isSecure && offers.has("STARTTLS")) {
      await expectOf(line, "STARTTLS", 220);
      line = new SmtpLine(connectSecure({ socket: line.release(), ...tlsOf(server) }), timeoutMs, onBroken);
      offers = await greet(line);
    }
    if (login) await logIn(line, { ...login, methods: offers.get("AUTH") ?? "" });
    return { line, hasPipelining: offers.has("PIPELINING"), hasUtf8: offers.has("SMTPUTF8") };
  } catch (error) {
    line.socket.destroy();
    throw error;
  }
}

function tlsOf({ host, checksCertificate }: SmtpServer) {
  // A name to be certified; addresses are none (RFC 6066).
  return { ...(isIP(host) ? {} : { servername: host }), rejectUnauthorized: checksCertificate };
}

/** What the server can do, by its keywords. */
async function greet(line: SmtpLine): Promise<Map<string, string>> {
  const { lines } = await expectOf(line, "EHLO [127.0.0.1]", 250);
  return new Map(
    lines.slice(1).map((offer) => {
      const [name = "", ...rest] = offer.trim().toUpperCase().split(/[ =]/);
      return [name, rest.join(" ")];
    }),
  );
}

type Login = { user: string; password: string; methods: string };

async function logIn(line: SmtpLine, { user, password, methods }: Login): Promise<void> {
  if (/\bLOGIN\b/.test(methods) && !/\bPLAIN\b/.test(methods)) {
    await expectOf(line, "AUTH LOGIN", 334);
    await expectOf(line, base64(user), 334);
    await expectOf(line, base64(password), 235);
    return;
  }
  await expectOf(line, `AUTH PLAIN ${base64(`\0${user}\0${password}`)}`, 235);
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

async function expectOf(line: SmtpLine, command: string | null, code: number): Promise<Reply> {
  if (command !== null) line.write(`${command}\r\n`);
  const reply = await line.reply();
  if (reply.code !== code) throw new SmtpRefused(reply);
  return reply;
}
