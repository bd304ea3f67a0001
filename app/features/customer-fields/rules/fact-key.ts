import type { FieldKind } from "../schema";

export const FACT_PREFIX = "fields";

const FACT_KEY = /^fields\.(text|number|date|yes-no|choice)\.([a-z0-9-]{1,40})$/;

/** What conditions call a field. The kind is part of it, so that a condition can be read without asking the shop. */
export function factKeyOf({ kind, key }: { kind: FieldKind; key: string }): string {
  return `${FACT_PREFIX}.${kind}.${key}`;
}

/** The field a fact is about; null for a key that is none of ours. */
export function parseFactKey(fact: string): { kind: FieldKind; key: string } | null {
  const [, kind, key] = FACT_KEY.exec(fact) ?? [];
  return kind === undefined || key === undefined ? null : { kind: kind as FieldKind, key };
}
