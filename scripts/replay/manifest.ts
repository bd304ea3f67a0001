/** What a manifest says of one file. */
export type ManifestEntry = {
  /** As written; empty when the column is. */
  topic: string;
  /** `2026-04`; null when the manifest names no single version (`2012-2018 era`). */
  apiVersion: string | null;
};

/** Path below the manifest's folder → what is said of it. */
export type Manifest = ReadonlyMap<string, ManifestEntry>;

const VERSION = /^\d{4}-(?:0[1-9]|1[0-2])(?!\d)/;

/**
 * Reads a `MANIFEST.tsv`: a header line, then one line per file, columns found by their names `file`, `topic` and
 * `api_version`.
 *
 * @throws Error when there is no column `file` or no column `topic`.
 */
export function parseManifest(text: string): Manifest {
  const [header = "", ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const columns = header.split("\t").map((name) => name.trim());
  const at = {
    file: columns.indexOf("file"),
    topic: columns.indexOf("topic"),
    version: columns.indexOf("api_version"),
  };
  if (at.file < 0 || at.topic < 0) {
    throw new Error(`MANIFEST.tsv needs the columns "file" and "topic", it has: ${columns.join(", ")}`);
  }
  return new Map(
    lines.map((line) => {
      const cells = line.split("\t").map((cell) => cell.trim());
      const apiVersion = VERSION.exec(cells[at.version] ?? "")?.[0] ?? null;
      return [cells[at.file] ?? "", { topic: cells[at.topic] ?? "", apiVersion }];
    }),
  );
}
