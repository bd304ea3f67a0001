import {
  defaultTypeResolver,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLTypeResolver,
  isNonNullType,
} from "graphql";

import { missingApproval } from "../protected-data";
import { checkFieldAccess, notApproved } from "./access";
import { notInDevStore } from "./api-error";
import type { Args, GraphqlContext, TypeResolvers } from "./context";
import { typeTagOf } from "./type-tags";
import { ALL_TYPES } from "./all-types";
import { utc } from "./wire-format";

/**
 * Reads one field: scopes and approvals first, then the type's own resolver, then the record's property of that name.
 * A field nobody knows is null where it may be, and NOT_IN_DEV_STORE where it may not or at the root.
 */
export const resolveField: GraphQLFieldResolver<unknown, GraphqlContext> = (source, ...call) => {
  const [args, context, info] = call as [Args, GraphqlContext, GraphQLResolveInfo];
  const { fieldName, parentType, returnType } = info;
  checkFieldAccess({ typeName: parentType.name, fieldName, returns: returnType }, context.scopes);
  if (missingApproval(context.app, parentType.name, fieldName)) {
    // Nobody recorded what a bulk file says of it: null here, as the operation must not fail.
    if (context.bulk) return null;
    throw notApproved(fieldName);
  }
  const resolver = resolversOf(parentType.name)?.[fieldName];
  if (resolver) return onTheWire(resolver(source, { args, context, info }));
  const property = propertyOf(source, fieldName);
  if (property !== undefined) return onTheWire(property);
  if (info.path.prev === undefined) throw notInDevStore(`Field '${fieldName}'`);
  if (!isNonNullType(returnType)) return null;
  throw notInDevStore(`Field '${fieldName}' of type '${parentType.name}'`);
};

/** The concrete type of a record behind an interface or a union. */
export const resolveType: GraphQLTypeResolver<unknown, GraphqlContext> = (value, ...call) =>
  typeTagOf(value) ?? defaultTypeResolver(value, ...call);

function resolversOf(typeName: string): TypeResolvers<unknown> | undefined {
  return ALL_TYPES[typeName];
}

function propertyOf(source: unknown, name: string): unknown {
  if (typeof source !== "object" || source === null) return undefined;
  return (source as Record<string, unknown>)[name];
}

function onTheWire(value: unknown): unknown {
  return value instanceof Date ? utc(value) : value;
}
