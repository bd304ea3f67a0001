import type { IncomingMessage } from "node:http";

export type ReadBody =
  | { kind: "whole"; bytes: Buffer }
  /** Longer than allowed: what was read of it is dropped, and the rest is not waited for. */
  | { kind: "too-large" }
  /** The sender hung up: nobody is there to be answered. */
  | { kind: "broken-off" };

/** Reads a request's body up to `maxBytes`, whether it says its length beforehand or not. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<ReadBody> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const tooLarge = () => {
      request.off("data", keep);
      request.resume(); // Read on without keeping it, so that a sender who is still busy sees the answer.
      resolve({ kind: "too-large" });
    };
    const keep = (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) tooLarge();
      else chunks.push(chunk);
    };
    request.on("end", () => resolve({ kind: "whole", bytes: joined(chunks) }));
    request.on("error", () => resolve({ kind: "broken-off" }));
    request.on("close", () => resolve({ kind: "broken-off" }));
    if (Number(request.headers["content-length"]) > maxBytes) tooLarge();
    else request.on("data", keep);
  });
}

/** Most bodies come in one piece, which need not be copied. */
function joined(chunks: readonly Buffer[]): Buffer {
  const [first, ...rest] = chunks;
  return first && rest.length === 0 ? first : Buffer.concat(chunks);
}
