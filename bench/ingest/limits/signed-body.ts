import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { SECRET } from "../requests";

/** A server of nothing but node:http that reads a body, verifies it and leaves the rest to `keep`. */
export function serveSignedBodies(
  keep: (body: Buffer, headers: IncomingMessage["headers"]) => Promise<void>,
): Server {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const status = isSigned(body, request.headers) ? 200 : 401;
      if (status === 401) response.writeHead(401).end();
      else void keep(body, request.headers).then(() => response.writeHead(200).end("ok"));
    });
  });
  server.listen(0, "127.0.0.1", () => {
    console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  return server;
}

function isSigned(body: Buffer, headers: IncomingMessage["headers"]): boolean {
  const expected = createHmac("sha256", SECRET).update(body).digest();
  const given = Buffer.from(String(headers["x-shopify-hmac-sha256"]), "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
