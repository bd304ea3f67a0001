import type { DocumentNode } from "graphql";

/** A document that carries the types of its variables and of its result; nothing of them exists at run time. */
export type TypedDocument<Result, Variables> = DocumentNode & {
  __apiType?: (variables: Variables) => Result;
};
