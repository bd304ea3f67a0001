import http, { type Agent, type ClientRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

import type { AdminPlace } from "./addresses";
import { endToEnd, headerPairs, rewriteAnswer } from "./tunnel-headers";

export type Forwarding = {
  agent: Agent;
  /** Where the app listens now. */
  target: () => URL;
  place: () => AdminPlace;
  /** What the browser sees when the app does not answer. */
  downPage: (reason: string) => string;
};

function ask(
  { agent, target }: Forwarding,
  request: IncomingMessage,
  pairs: [string, string][],
): ClientRequest {
  const { host, hostname, port } = target();
  const kept = pairs.filter(([name]) => !/^(host|x-forwarded-(for|host|proto))$/i.test(name));
  const forwarded: [string, string][] = [
    ["Host", host],
    ["X-Forwarded-For", request.socket.remoteAddress ?? ""],
    ["X-Forwarded-Host", request.headers.host ?? ""],
    ["X-Forwarded-Proto", "http"],
  ];
  return http.request({
    agent,
    hostname,
    port: port || 80,
    method: request.method,
    path: request.url,
    headers: [...forwarded, ...kept].flat(),
  });
}

/** Passes a request to the app and its answer back, both as they stream. */
export function forward(way: Forwarding, request: IncomingMessage, response: ServerResponse): void {
  const hasNoBody = request.method === "GET" || request.method === "HEAD";

  const attempt = (isRetry: boolean) => {
    const upstream = ask(way, request, endToEnd(headerPairs(request.rawHeaders)));
    upstream.on("response", (answer) => {
      const headers = rewriteAnswer(endToEnd(headerPairs(answer.rawHeaders)), way.place());
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers.flat());
      answer.pipe(response);
      answer.on("error", () => response.destroy());
    });
    upstream.on("error", (error: NodeJS.ErrnoException) => {
      // The app may close an idle connection just as we take it again.
      const wasStale = upstream.reusedSocket && error.code === "ECONNRESET";
      if (wasStale && hasNoBody && !isRetry && !response.headersSent) return attempt(true);
      if (response.headersSent) return response.destroy();
      response.writeHead(502, { "content-type": "text/html; charset=utf-8" });
      response.end(way.downPage(error.code ?? error.message));
    });
    response.on("close", () => upstream.destroy());
    if (isRetry) upstream.end();
    else request.pipe(upstream);
  };
  attempt(false);
}

/** Passes a WebSocket on: after the handshake, bytes in both directions. */
export function passUpgrade(
  way: Forwarding,
  request: IncomingMessage,
  client: { socket: Duplex; head: Buffer },
): void {
  const { socket, head } = client;
  const upstream = ask(way, request, headerPairs(request.rawHeaders));
  const end = () => socket.destroy();
  socket.on("error", () => upstream.destroy());
  upstream.on("error", end);
  upstream.on("response", end);
  upstream.on("upgrade", (answer, appSocket, appHead) => {
    const lines = headerPairs(answer.rawHeaders).map(([name, value]) => `${name}: ${value}`);
    socket.write(["HTTP/1.1 101 Switching Protocols", ...lines, "", ""].join("\r\n"));
    if (appHead.length > 0) socket.write(appHead);
    if (head.length > 0) appSocket.write(head);
    appSocket.on("error", end).on("close", end);
    socket.on("close", () => appSocket.destroy());
    appSocket.pipe(socket).pipe(appSocket);
  });
  upstream.end();
}
