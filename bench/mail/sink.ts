/**
 * A mail server that keeps nothing, in a process of its own. PER_SECOND: so many mails it takes a second, and answers 454
 * to whoever sends more, as providers do; without it takes all. Prints its address.
 */
import { type AddressInfo, createServer, type Socket } from "node:net";

const OFFERS = "250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n";
const BODY_END = "\r\n.\r\n";

const PER_SECOND = Number(process.env.PER_SECOND ?? Infinity);

/** Fills up as time goes by, for half a second at most. */
let allowance = { left: 0, at: performance.now() };

function isWithinRate(): boolean {
  if (PER_SECOND === Infinity) return true;
  const now = performance.now();
  const most = Math.max(1, PER_SECOND / 2);
  allowance = { left: Math.min(most, allowance.left + ((now - allowance.at) * PER_SECOND) / 1_000), at: now };
  if (allowance.left < 1) return false;
  allowance.left -= 1;
  return true;
}

createServer((socket) => {
  socket.setNoDelay(true);
  socket.on("error", () => undefined);
  socket.write("220 sink\r\n");
  serve(socket);
}).listen(0, "127.0.0.1", function (this: { address: () => AddressInfo | string | null }) {
  const address = this.address();
  // As all servers of the benches say where they are; only the port is used.
  if (typeof address === "object" && address) console.log(`http://127.0.0.1:${address.port}`);
});

function serve(socket: Socket): void {
  let rest = "";
  let isInBody = false;
  let isRefused = false;
  socket.on("data", (chunk: Buffer) => {
    rest += chunk.toString("latin1");
    let answers = "";
    for (;;) {
      const end = rest.indexOf(isInBody ? BODY_END : "\r\n");
      if (end === -1) break;
      const line = rest.slice(0, end);
      rest = rest.slice(end + (isInBody ? BODY_END.length : 2));
      if (line.startsWith("MAIL") && !isInBody) isRefused = !isWithinRate();
      answers += isInBody ? "250 kept\r\n" : answerTo(line, isRefused);
      isInBody = !isInBody && line === "DATA" && !isRefused;
    }
    if (answers) socket.write(answers);
  });
}

function answerTo(line: string, isRefused: boolean): string {
  if (line.startsWith("EHLO")) return OFFERS;
  if (line.startsWith("MAIL") && isRefused) return "454 4.7.0 more than the rate\r\n";
  if ((line.startsWith("RCPT") || line === "DATA") && isRefused) return "503 5.5.1 no sender\r\n";
  if (line === "DATA") return "354 go ahead\r\n";
  return line === "QUIT" ? "221 bye\r\n" : "250 ok\r\n";
}
