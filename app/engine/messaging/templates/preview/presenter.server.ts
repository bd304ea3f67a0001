import { findCustomerFacts } from "~/pipeline/projections/customers/queries.server";
import type { Db } from "~/platform/db.server";

import { compileVariant } from "../compile.server";
import { readDesign } from "../design.server";
import { fillVariant, parseVariant, scopeOf } from "../fill.server";
import { searchProducts } from "../products/repository.server";
import { productNeedsOf } from "../rules/product-lists";
import type { FoundPerson, FoundProduct, PreviewAnswer, PreviewRequest } from "../screens/schema";
import { searchPeople } from "./repository.server";
import { previewFrame, previewVariables } from "./variables.server";

type Asked = { shopId: string; now: Date };

/** A draft as its reader would see it, and everything there is to say about it. Stores nothing. */
export async function presentPreview(
  db: Db,
  { shopId, request, now }: Asked & { request: PreviewRequest },
): Promise<PreviewAnswer> {
  const { kind, topic, language, variant, customerId } = request;
  const design = await readDesign(db, { shopId });
  const { html, text, problems } = await compileVariant(variant, { kind, topic, language, design });
  if (text === "") return { outcome: "broken", problems };
  const needs = productNeedsOf(variant.blocks);
  const person = customerId === null ? null : await findCustomerFacts(db, { shopId, customerId });
  const shownCustomerId = person?.id ?? null;
  const variables = await previewVariables(db, { shopId, customerId: shownCustomerId, language, needs, now });
  const scope = scopeOf(variables, await previewFrame(db, { shopId }));
  try {
    const mail = fillVariant(parseVariant({ subject: variant.subject, html, text }), scope);
    const preheader = fillVariant(
      parseVariant({ subject: variant.preheader, html: "", text: "" }),
      scope,
    ).subject;
    const bytes = Buffer.byteLength(mail.html);
    return { outcome: "rendered", ...mail, preheader, bytes, shownCustomerId, problems };
  } catch (error) {
    const params = { message: error instanceof Error ? error.message.slice(0, 200) : "" };
    const nowhere = { blockId: null, field: null, line: null, column: null, snippet: null };
    return {
      outcome: "broken",
      problems: [
        ...problems,
        { code: "does-not-render", severity: "blocking", language, params, ...nowhere },
      ],
    };
  }
}

const PEOPLE_SHOWN = 8;

/** Customers whose name or address begins so. */
export async function presentPeople(
  db: Db,
  { shopId, search }: { shopId: string; search: string },
): Promise<FoundPerson[]> {
  const rows = await searchPeople(db, { shopId, search, limit: PEOPLE_SHOWN });
  return rows.map(({ id, firstName, lastName, email }) => {
    const name = [firstName, lastName].filter(Boolean).join(" ");
    return { id, label: [name, email].filter(Boolean).join(" · ") || id };
  });
}

/** Products whose title holds this. */
export function presentProducts(
  db: Db,
  { shopId, search }: { shopId: string; search: string },
): Promise<FoundProduct[]> {
  return searchProducts(db, { shopId, query: search, limit: PEOPLE_SHOWN });
}
