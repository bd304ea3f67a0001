import type { NextFunction, Request, Response } from "express";

import { logger } from "./logger.server";
import { loggablePath, scrubError } from "./scrub";

/**
 * Answers a request that broke before any page of ours had it, such as one with an address that cannot be read. Express
 * alone would print the address with its token to the log, and show the stack where `NODE_ENV` is not set.
 */
export function answerFailedRequest(
  error: unknown,
  request: Request,
  response: Response,
  _next: NextFunction,
): void {
  const { status: told } = (error ?? {}) as { status?: unknown };
  const isTheirs = typeof told === "number" && told >= 400 && told < 500;
  const status = isTheirs ? told : 500;
  const fields = { method: request.method, path: loggablePath(request.originalUrl), status };
  if (isTheirs) logger.info(fields, "request refused");
  else logger.error({ ...fields, error: scrubError(error) }, "request failed");
  if (response.headersSent) return void response.destroy();
  response
    .status(status)
    .set("Cache-Control", "no-store")
    .type("text/plain")
    .send(isTheirs ? "This request cannot be read.\n" : "Something went wrong.\n");
}
