import type { FactDefinition, FactFamily } from "~/engine/facts/fact";
import { toFactInfo } from "~/engine/facts/info.server";
import type { FactInfo, FactType } from "~/engine/facts/schema";
import { textHash } from "~/platform/sealed.server";

import { listFields } from "../repository.server";
import { FACT_PREFIX, factKeyOf, parseFactKey } from "../rules/fact-key";
import type { CustomerField, FieldKind } from "../schema";

import { fieldTextHashes, fieldValues } from "./repository.server";

const TYPES: Readonly<Record<FieldKind, FactType>> = {
  text: "text",
  number: "number",
  date: "day",
  "yes-no": "boolean",
  choice: "text",
};

/** Each field is a fact (ADR 20). Those in the archive still are, for conditions that have them. */
export const fieldFacts: FactFamily = {
  prefix: FACT_PREFIX,
  factOf: (key) => {
    const field = parseFactKey(key);
    return field && definitionOf(field);
  },
  list: async (db, { shopId }) => (await listFields(db, { shopId })).map(infoOf),
};

function definitionOf(field: { kind: FieldKind; key: string }): FactDefinition {
  return {
    key: factKeyOf(field),
    textNamespace: "customer-fields",
    type: TYPES[field.kind],
    isHistorical: false,
    whenAbsent: null,
    rows: (scope) => fieldValues(field, scope),
    ...(field.kind === "text"
      ? { sealed: { rows: (scope) => fieldTextHashes(field, scope), hashOf: textHash } }
      : {}),
  };
}

function infoOf(field: CustomerField): FactInfo {
  const values = Object.fromEntries(field.choices.map(({ id, label }) => [id, label]));
  return {
    ...toFactInfo(definitionOf(field)),
    choices: field.choices.map(({ id }) => id),
    naming: { label: field.name, values, isOffered: !field.isArchived },
  };
}
