import type { Db } from "~/platform/db.server";

import type { DecisionSubject } from "./schema";

/** What decisions about one kind of subject are about, and where it is shown. */
export type DecisionSubjects = {
  /** As decisions have it in `subjectKind`. */
  kind: string;
  /** By the subjects' ids; those that are unknown or erased are left out. Reads only. */
  listSubjects: (
    db: Db,
    asked: { shopId: string; ids: readonly string[] },
  ) => Promise<Map<string, DecisionSubject>>;
};

let known = new Map<string, DecisionSubjects>();

/**
 * Makes known what decisions are about; called once by the composition.
 *
 * @throws Error when two tell of one kind.
 */
export function registerDecisionSubjects(all: readonly DecisionSubjects[]): void {
  known = new Map();
  for (const one of all) {
    if (known.has(one.kind)) throw new Error(`two parts tell of decisions about a "${one.kind}"`);
    known.set(one.kind, one);
  }
}

type Row = { subjectKind: string | null; subjectId: string | null };

/** What decisions are about, asked once per kind. @returns for a decision, null where nobody tells. */
export async function subjectsOf(
  db: Db,
  { shopId, rows }: { shopId: string; rows: readonly Row[] },
): Promise<(row: Row) => DecisionSubject | null> {
  const found = new Map<string, Map<string, DecisionSubject>>();
  for (const [kind, own] of Map.groupBy(rows, ({ subjectKind }) => subjectKind ?? "")) {
    const ids = [...new Set(own.flatMap(({ subjectId }) => subjectId ?? []))];
    const teller = known.get(kind);
    if (teller && ids.length > 0) found.set(kind, await teller.listSubjects(db, { shopId, ids }));
  }
  return ({ subjectKind, subjectId }) => found.get(subjectKind ?? "")?.get(subjectId ?? "") ?? null;
}
