import { AsyncLocalStorage } from "node:async_hooks";

import { pino } from "pino";

import { LOG_LEVELS } from "./env.server";
import { scrubFields, scrubText } from "./scrub";

type Fields = Readonly<Record<string, unknown>>;

/** What all lines of the work at hand say: the request, or the job. */
const workAtHand = new AsyncLocalStorage<Fields>();
let processName: string | undefined;

/** Says in every line which process it is from; called by the entries. */
export function nameProcess(name: "web" | "worker"): void {
  processName = name;
}

/** Adds fields to whatever is logged on the way of `work`; a line's own fields win. */
export function withLogFields<T>(fields: Fields, work: () => T): T {
  return workAtHand.run({ ...workAtHand.getStore(), ...fields }, work);
}

/** Structured log. Fields, not sentences; never personal data, tokens or bodies: what slips in is taken out here. */
export const logger = createLogger();

/** @param destination Where lines go; standard output when absent. */
export function createLogger(destination?: { write: (line: string) => void }) {
  return pino(
    {
      // A wrong level is told with everything else that is wrong; it must not stop the boot before that.
      level: LOG_LEVELS.find((level) => level === process.env.LOG_LEVEL) ?? "info",
      base: null,
      mixin: () => ({ ...(processName ? { process: processName } : {}), ...workAtHand.getStore() }),
      formatters: { log: (fields) => scrubFields(fields) as Record<string, unknown> },
      // The formatter has made plain fields of errors already.
      serializers: { err: (error: unknown) => error },
      hooks: {
        logMethod(args, method) {
          method.apply(
            this,
            args.map((arg: unknown) => (typeof arg === "string" ? scrubText(arg) : arg)) as typeof args,
          );
        },
      },
    },
    ...(destination ? [destination] : []),
  );
}
