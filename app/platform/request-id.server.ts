import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

const USABLE = /^[\w.-]{8,64}$/;

/** The id by which a request is found in logs: the one a proxy in front gave it (`X-Request-Id`), or a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, "headers">): string {
  const given = headers["x-request-id"];
  return typeof given === "string" && USABLE.test(given) ? given : randomUUID();
}
