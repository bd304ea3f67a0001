/** One measured figure, beside what it is held against. */
export type Result = {
  name: string;
  value: number;
  unit: string;
  /** What the ratio is to; null when the figure stands by itself. */
  against: string | null;
  ratio: number | null;
  /** Of the ratio where there is one, else of the value; null when nothing is asked of it. */
  goal: number | null;
  /** Null when nothing is asked. A missed goal is reported, never hidden. */
  ok: boolean | null;
};

export type Report = { bench: string; results: Result[] };

type Measured = { name: string; value: number; unit: string };

/** A figure nothing is asked of. */
export function figure(measured: Measured): Result {
  return { ...measured, against: null, ratio: null, goal: null, ok: null };
}

/** A figure beside another, of which nothing is asked. */
export function besideOf(measured: Measured, other: Measured): Result {
  return { ...figure(measured), against: other.name, ratio: measured.value / other.value };
}

/** A figure that must be at least `goal` times another. */
export function atLeastTimes(measured: Measured, other: Measured, goal: number): Result {
  const ratio = measured.value / other.value;
  return { ...measured, against: other.name, ratio, goal, ok: ratio >= goal };
}

/** A figure that must not be more than `goal`. */
export function atMost(measured: Measured, goal: number): Result {
  return { ...measured, against: null, ratio: null, goal, ok: measured.value <= goal };
}

/** With three significant digits, so that the JSON line can be read. */
export function rounded(report: Report): Report {
  const round = (value: number | null) => (value === null ? null : Number(value.toPrecision(4)));
  return {
    ...report,
    results: report.results.map((result) => ({
      ...result,
      value: round(result.value) ?? 0,
      ratio: round(result.ratio),
    })),
  };
}
