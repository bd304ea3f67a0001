/** The lines of a bulk result while it is being read. */
export type BulkLines = {
  /** Rows of root connections, as found. */
  roots: string[];
  /** Rows of nested connections with the number of the root line they belong to. */
  children: { root: number; line: string }[];
};

type Row = Record<string, unknown>;

/**
 * Takes an answer apart into lines: every node of a connection is one, without the connections inside it;
 * nodes of those follow as lines of their own with `__parentId`.
 */
export function collectLines(data: unknown, into: BulkLines): void {
  if (typeof data !== "object" || data === null) return;
  for (const value of Object.values(data)) {
    if (!isConnection(value)) {
      collectLines(value, into);
      continue;
    }
    for (const { node } of value.edges) {
      const root = into.roots.length;
      into.roots.push("");
      into.roots[root] = JSON.stringify(withoutConnections(node, { into, root, parentId: node["id"] }));
    }
  }
}

type Parent = { into: BulkLines; root: number; parentId: unknown };

function withoutConnections(row: Row, parent: Parent): Row {
  const own: Row = {};
  for (const [key, value] of Object.entries(row)) {
    if (isConnection(value)) {
      for (const { node } of value.edges) addChild(node, parent);
    } else if (isRow(value)) {
      own[key] = withoutConnections(value, parent);
    } else {
      own[key] = value;
    }
  }
  return own;
}

function addChild(node: Row, { into, root, parentId }: Parent): void {
  const place = into.children.length;
  into.children.push({ root, line: "" });
  const own = withoutConnections(node, { into, root, parentId: node["id"] });
  into.children[place] = { root, line: JSON.stringify({ ...own, __parentId: parentId }) };
}

function isConnection(value: unknown): value is { edges: { node: Row }[] } {
  return isRow(value) && Array.isArray(value["edges"]);
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The file's text; null when there is no row. Grouped: children behind their root. Otherwise they stand anywhere,
 * before their parent too, as the real file promises nothing: an order that is the same for the same `seed`.
 */
export function bulkFileText(lines: BulkLines, order: { grouped: boolean; seed: number }): string | null {
  if (lines.roots.length === 0) return null;
  const all = order.grouped ? grouped(lines) : scattered(lines, order.seed);
  return `${all.join("\n")}\n`;
}

function grouped({ roots, children }: BulkLines): string[] {
  const byRoot = new Map<number, string[]>();
  for (const { root, line } of children) {
    const group = byRoot.get(root);
    if (group) group.push(line);
    else byRoot.set(root, [line]);
  }
  return roots.flatMap((line, root) => [line, ...(byRoot.get(root) ?? [])]);
}

function scattered({ roots, children }: BulkLines, seed: number): string[] {
  const random = randomOf(seed);
  const shuffled = children.map(({ line }) => ({ line, place: random() * roots.length * 1.5 }));
  // Places beyond the last root collect at the end of the file.
  const placed = [...roots.map((line, place) => ({ line, place })), ...shuffled];
  return placed.sort((a, b) => a.place - b.place).map(({ line }) => line);
}

/** Park–Miller: even enough to scatter lines. */
function randomOf(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
