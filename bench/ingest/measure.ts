import { cpuMicros } from "../processes";
import { type Load, runLoad } from "./load";
import { prepareRequests } from "./requests";

/** What one server did with one stream of deliveries. */
export type Measurement = Load & {
  /** CPU of the server's process. */
  cpuMicrosPerRequest: number;
};

let used = 0;

/** Prepares requests that no earlier run of this bench has sent. */
export function freshRequests(url: URL, count: number): ReturnType<typeof prepareRequests> {
  const from = used;
  used += count;
  return prepareRequests({ url, from, count });
}

/** A server at its limit, after `warmUp` requests that do not count. */
export async function measureServer(
  { url, pid }: { url: URL; pid: number },
  { warmUp, count, maxMs }: { warmUp: number; count: number; maxMs: number },
): Promise<Measurement> {
  await runLoad({ url, requests: freshRequests(url, warmUp) });
  const requests = freshRequests(url, count);
  const before = cpuMicros(pid);
  const load = await runLoad({ url, requests, maxMs });
  return { ...load, cpuMicrosPerRequest: (cpuMicros(pid) - before) / load.count };
}
