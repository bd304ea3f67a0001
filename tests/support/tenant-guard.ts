import { onUnscopedStatement, type TenantScopeError } from "~/platform/tenant-guard.server";

/** The database layer itself, through which every statement goes. */
const LAYER = /\bnode:|\/(node_modules|app\/generated|app\/platform)\//;
const TEST = /\/tests\/|\.test\.tsx?|\/(bench|scripts|dev-store)\//;
const FRAMES = 60;

/**
 * Tests look at the rows of all shops, the app may not: a statement without its shop throws within requests and jobs,
 * and wherever the stack shows that code of the app asked for it. It passes when the test itself did, and when the
 * stack does not tell: Prisma's own promises cut it off.
 */
onUnscopedStatement((error: TenantScopeError, isWithinWork: boolean) => {
  if (isWithinWork || !isAskedByTest(callers())) throw error;
});

function callers(): string[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  const { stack = "" } = new Error("who asks?");
  Error.stackTraceLimit = limit;
  return stack
    .split("\n")
    .slice(1)
    .filter((line) => line.includes("/"));
}

function isAskedByTest(frames: readonly string[]): boolean {
  const asking = frames.find((frame) => !LAYER.test(frame) && !frame.includes("tests/support/tenant-guard"));
  return asking === undefined || TEST.test(asking);
}
