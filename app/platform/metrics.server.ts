/*
 * Figures of this process for Prometheus: counts and times since it started, and what is asked for at a scrape. The one
 * place that knows the library; what is measured is listed in measures.server.ts. Labels come from code (names of jobs,
 * outcomes): never a shop, never a person.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

const SECOND_MS = 1_000;

const registry = new Registry();

/** The type of what `readMetrics` answers. */
export const METRICS_TYPE = registry.contentType;

/** A sum that only grows. Adding costs what adding to a number costs. */
export type Tally = { add: (count?: number) => void };

export type Counts = {
  /** The tally of these values of the labels, in their order. Keep it where it is asked for often. */
  of: (...values: string[]) => Tally;
};

type Description = { name: string; help: string };

/** Defines a sum for each combination of values that is asked for. */
export function defineCounts({ name, help, labels }: Description & { labels: readonly string[] }): Counts {
  const sums = new Map<string, { values: readonly string[]; sum: number; tally: Tally }>();
  registry.registerMetric(
    new Counter({
      name,
      help,
      labelNames: [...labels],
      registers: [],
      // The library looks labels up for each addition; so sums are handed to it when somebody asks.
      collect() {
        this.reset();
        for (const { values, sum } of sums.values()) {
          this.inc(Object.fromEntries(labels.map((label, index) => [label, values[index] ?? ""])), sum);
        }
      },
    }),
  );
  return {
    of: (...values) => {
      const key = values.join("\n");
      const known = sums.get(key);
      if (known) return known.tally;
      const entry = { values, sum: 0, tally: { add: (count = 1) => void (entry.sum += count) } };
      sums.set(key, entry);
      return entry.tally;
    },
  };
}

/** How long things took. */
export type Spans = { observe: (ms: number) => void };

/** Defines a histogram in seconds. @param buckets Upper bounds in seconds, ascending. */
export function defineSpans({ name, help, buckets }: Description & { buckets: number[] }): Spans {
  const histogram = new Histogram({ name, help, buckets, registers: [] });
  registry.registerMetric(histogram);
  // Clocks of two machines differ; nothing takes less than no time.
  return { observe: (ms) => histogram.observe(Math.max(0, ms) / SECOND_MS) };
}

export type Readings = {
  /** How to find out at a scrape: a figure for each value of the label. One that fails leaves the gauge out. */
  readBy: (read: () => Promise<Readonly<Record<string, number>>>) => void;
};

/** Defines what is looked up when somebody asks; absent until `readBy` tells how. */
export function defineReadings({ name, help, label }: Description & { label: string }): Readings {
  return {
    readBy: (read) => {
      registry.removeSingleMetric(name);
      registry.registerMetric(
        new Gauge({
          name,
          help,
          labelNames: [label],
          registers: [],
          async collect() {
            this.reset();
            const figures = await read().catch(() => ({}));
            for (const [value, figure] of Object.entries(figures)) this.set({ [label]: value }, figure);
          },
        }),
      );
    },
  };
}

let isMeasuringProcess = false;

/** Begins to measure the process itself: CPU, memory, event loop, garbage collection. Safe to repeat. */
export function measureProcess(): void {
  if (isMeasuringProcess) return;
  isMeasuringProcess = true;
  collectDefaultMetrics({ register: registry });
}

/** All figures in Prometheus' text format. */
export function readMetrics(): Promise<string> {
  return registry.metrics();
}
