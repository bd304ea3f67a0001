/** A mail server that takes everything and keeps nothing, in a process of its own. Prints its address. */
import { type AddressInfo, createServer, type Socket } from "node:net";

const OFFERS = "250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n";
const BODY_END = "\r\n.\r\n";

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
  socket.on("data", (chunk: Buffer) => {
    rest += chunk.toString("latin1");
    let answers = "";
    for (;;) {
      const end = rest.indexOf(isInBody ? BODY_END : "\r\n");
      if (end === -1) break;
      const line = rest.slice(0, end);
      rest = rest.slice(end + (isInBody ? BODY_END.length : 2));
      answers += isInBody ? "250 kept\r\n" : answerTo(line);
      isInBody = !isInBody && line === "DATA";
    }
    if (answers) socket.write(answers);
  });
}

function answerTo(line: string): string {
  if (line.startsWith("EHLO")) return OFFERS;
  if (line === "DATA") return "354 go ahead\r\n";
  return line === "QUIT" ? "221 bye\r\n" : "250 ok\r\n";
}
