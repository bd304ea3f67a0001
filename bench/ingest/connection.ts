import { once } from "node:events";
import { connect } from "node:net";

export type Connection = {
  /** Sends ready bytes and resolves with the status of the answer. One at a time. */
  send: (request: Buffer) => Promise<number>;
  close: () => void;
};

type Waiting = { resolve: (status: number) => void; reject: (error: Error) => void };

/**
 * One kept-alive HTTP/1.1 connection that does no more than a load generator needs, so that on a small machine the
 * generator is not what is measured.
 */
export async function openConnection(url: URL): Promise<Connection> {
  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
  await once(socket, "connect");
  let waiting: Waiting | null = null;
  let received = "";

  socket.on("data", (chunk: Buffer) => {
    received += chunk.toString("latin1");
    if (!isWhole(received)) return;
    const status = Number(received.slice(9, 12));
    const { resolve } = waiting ?? {};
    received = "";
    waiting = null;
    resolve?.(status);
  });
  const fail = (error: Error) => waiting?.reject(error);
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("the server closed the connection")));

  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => {
      socket.removeAllListeners("close");
      socket.destroy();
    },
  };
}

/** Whether the text holds one whole answer. */
function isWhole(received: string): boolean {
  const headEnd = received.indexOf("\r\n\r\n");
  if (headEnd < 0) return false;
  const head = received.slice(0, headEnd).toLowerCase();
  const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
  if (length !== undefined) return received.length >= headEnd + 4 + Number(length);
  if (head.includes("\r\ntransfer-encoding: chunked")) return received.endsWith("0\r\n\r\n");
  return true;
}
