import { readMetrics } from "~/platform/metrics.server";

/** The figures of this process by name and labels, as Prometheus would read them. */
export async function metricsNow(): Promise<Map<string, number>> {
  const lines = (await readMetrics()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => [
      line.slice(0, line.lastIndexOf(" ")),
      Number(line.slice(line.lastIndexOf(" ") + 1)),
    ]),
  );
}

/** What `work` added to the figures that begin with `prefix`; those it did not touch are left out. */
export async function addedBy(prefix: string, work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await metricsNow();
  await work();
  const added: Record<string, number> = {};
  for (const [name, value] of await metricsNow()) {
    const growth = value - (before.get(name) ?? 0);
    if (name.startsWith(prefix) && growth !== 0) added[name] = growth;
  }
  return added;
}
