import { gzipSync } from "node:zlib";

import type { RequestHandler } from "express";

/** Pages go to browsers compressed, as the real shop's do: else a page would be painted in pieces that no shopper sees. */
export const compressed: RequestHandler = (request, response, next) => {
  const send = response.send.bind(response);
  response.send = (body: unknown) => {
    if (typeof body !== "string" || !request.acceptsEncodings("gzip")) return send(body);
    if (!response.get("content-type")) response.type("html");
    response.set({ "content-encoding": "gzip", vary: "Accept-Encoding" });
    return send(gzipSync(body));
  };
  next();
};
