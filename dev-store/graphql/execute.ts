import { type DocumentNode, execute, type ExecutionResult, type OperationDefinitionNode } from "graphql";

import { adminSchema } from "./admin-schema";
import { wireError, type WireError } from "./api-error";
import type { GraphqlContext } from "./context";
import { resolveField, resolveType } from "./resolve-field";

export type Executable = {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Readonly<Record<string, unknown>>;
};

export type Executed = { data: Record<string, unknown> | null; errors: WireError[] | null };

/** Executes a validated operation over the store, synchronously: the state cannot change in between. */
export function executeDocument(request: Executable, context: GraphqlContext, requestId: string): Executed {
  const result = execute({
    schema: adminSchema(),
    document: request.document,
    operationName: request.operation.name?.value,
    variableValues: request.variables,
    contextValue: context,
    fieldResolver: resolveField,
    typeResolver: resolveType,
  });
  if (result instanceof Promise) throw new TypeError("A resolver of the dev-store answered with a promise");
  const { data, errors } = result as ExecutionResult<Record<string, unknown>>;
  return { data: data ?? null, errors: errors?.map((error) => wireError(error, requestId)) ?? null };
}
