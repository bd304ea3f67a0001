import type { Result } from "./result";

/** Rows as text with aligned columns: the first to the left, the others, figures, to the right. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]) =>
    widths
      .map((width, column) => {
        const cell = row[column] ?? "";
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("   ")
      .trimEnd();
  return [line(header), widths.map((width) => "─".repeat(width)).join("   "), ...rows.map(line)].join("\n");
}

/** A figure as a person reads it: thousands apart, no more digits than it is good for. */
export function formatNumber(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** The results of a bench with their goals. */
export function formatResults(results: readonly Result[]): string {
  const rows = results.map(({ name, value, unit, against, ratio, goal, ok }) => [
    name,
    formatNumber(value),
    unit,
    ratio === null ? "" : `${formatNumber(ratio)} × ${against ?? ""}`,
    goal === null ? "" : ratio === null ? `≤ ${goal}` : `≥ ${goal} ×`,
    ok === null ? "" : ok ? "reached" : "MISSED",
  ]);
  return formatTable(["", "value", "unit", "beside", "goal", ""], rows);
}
