import { logger } from "./logger.server";
import { loggablePath, scrubError } from "./scrub";

type Log = Pick<typeof logger, "error" | "info">;

/**
 * Logs an error that a page or an action ended with. Whoever hung up is no error; what is only asked for in vain (404,
 * 405, 400) is nobody's to mend.
 */
export function logRequestError(
  error: unknown,
  { request }: { request: Pick<Request, "method" | "url" | "signal"> },
  log: Log = logger,
): void {
  if (request.signal.aborted) return;
  const fields = { method: request.method, path: loggablePath(new URL(request.url).pathname) };
  const { status, error: cause } = (error ?? {}) as { status?: unknown; error?: unknown };
  if (typeof status === "number" && status < 500) log.info({ ...fields, status }, "request refused");
  else {
    const thrown = cause ?? error;
    const stack = thrown instanceof Error ? thrown.stack?.split("\n").slice(1, 6).join("\n") : undefined;
    log.error({ ...fields, error: scrubError(thrown), stack }, "request failed");
  }
}
