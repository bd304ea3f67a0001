import { inAction, tell, touch } from "../../commerce/action";
import { updateCustomer } from "../../commerce/customers";
import type { AppConfig } from "../../state/app-model";
import type { Customer, Metafield } from "../../state/model";
import type { Store } from "../../state/store";
import { typeAccessError } from "../access";
import type { GraphqlContext, Resolver } from "../context";
import { parseGid } from "../gid";
import { findRecord } from "../records";
import { tagged } from "../type-tags";
import { appNumber, compareDigest, metafieldsOf, owned, resolveNamespace } from "../types/metafield";
import { type UserError, userError } from "../user-error";
import { identityProblem, valueProblem } from "./metafield-input";

type Input = {
  ownerId: string;
  namespace?: string | null;
  key: string;
  type?: string | null;
  value: string;
  /** Null = the metafield must not exist; absent = whatever is there is replaced. */
  compareDigest?: string | null;
};

type Write = { input: Input; owner: object; ownerType: string; namespace: string };

const MAX_INPUTS = 25;
const NOT_ALLOWED = "Access to this namespace and key on Metafields for this resource type is not allowed.";
const STALE =
  "The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.";

/** `metafieldsSet`: all or none of at most 25 values, each guarded by its digest when one is given. */
export const setMetafields: Resolver<unknown> = (_source, { args, context }) => {
  const inputs = args["metafields"] as Input[];
  if (inputs.length > MAX_INPUTS) {
    const message = `Exceeded the maximum metafields input limit of ${MAX_INPUTS}.`;
    return refused([userError(["metafields"], message, "LESS_THAN_OR_EQUAL_TO")]);
  }
  const writes: Write[] = [];
  const errors: UserError[] = [];
  inputs.forEach((input, index) => {
    const prepared = prepare(input, context);
    if ("owner" in prepared) writes.push(prepared);
    else errors.push({ ...prepared, field: ["metafields", String(index), ...(prepared.field ?? [])] });
  });
  if (errors.length > 0) return refused(errors);
  const metafields = inAction(context.store, () => writes.map((write) => apply(write, context.store)));
  return { metafields, userErrors: [] };
};

function refused(userErrors: UserError[]) {
  return { metafields: [], userErrors };
}

function prepare(input: Input, context: GraphqlContext): Write | UserError {
  const namespace = resolveNamespace(input.namespace, context.app);
  const problem =
    identityProblem({ namespace, key: input.key }) ?? reservationProblem(namespace, context.app);
  if (problem) return problem;
  const found = findOwner(input.ownerId, context);
  if (!found) return userError(["ownerId"], "Owner does not exist.", "INVALID");
  const present = find(context.store, input, namespace);
  const type = input.type ?? present?.type ?? "";
  return (
    typeProblem(type, present) ??
    valueProblem(type, input.value) ??
    digestProblem(input, present) ?? { input: { ...input, type }, ...found, namespace }
  );
}

/** Null when there is none; throws ACCESS_DENIED when the app may not see its type. */
function findOwner(ownerId: string, context: GraphqlContext): { owner: object; ownerType: string } | null {
  const gid = parseGid(ownerId);
  const owner = gid && findRecord(context, gid);
  if (!owner) return null;
  const denied = typeAccessError(gid.type, "metafieldsSet", context.scopes);
  if (denied) throw denied;
  return { owner, ownerType: gid.type };
}

function typeProblem(type: string, present: Metafield | undefined): UserError | null {
  if (type === "") return userError(["type"], "Type can't be blank", "BLANK");
  if (!present || present.type === type) return null;
  const message = `Type '${type}' must be consistent with the definition's type: '${present.type}'.`;
  return userError(["type"], message, "INVALID_TYPE");
}

/** Namespaces reserved for an app are closed to every other. */
function reservationProblem(namespace: string, app: AppConfig): UserError | null {
  const owner = /^app--(\d+)/.exec(namespace)?.[1];
  return owner === undefined || owner === String(appNumber(app))
    ? null
    : userError([], NOT_ALLOWED, "APP_NOT_AUTHORIZED");
}

function digestProblem(input: Input, present: Metafield | undefined): UserError | null {
  if (input.compareDigest === undefined) return null;
  const expected = present ? compareDigest(present) : null;
  return input.compareDigest === expected ? null : userError([], STALE, "STALE_OBJECT");
}

function find(store: Store, { ownerId, key }: Input, namespace: string): Metafield | undefined {
  return metafieldsOf(store, ownerId).find((one) => one.namespace === namespace && one.key === key);
}

function apply({ input, owner, ownerType, namespace }: Write, store: Store) {
  return inAction(store, ({ at }) => {
    const present = find(store, input, namespace);
    const metafield: Metafield = present ?? {
      id: store.nextId(),
      namespace,
      key: input.key,
      type: input.type ?? "",
      value: input.value,
      createdAt: at,
      updatedAt: at,
    };
    metafield.value = input.value;
    metafield.updatedAt = at;
    if (!present) metafieldsOf(store, input.ownerId).push(metafield);
    announce(store, { owner, ownerType });
    return owned(metafield, input.ownerId, tagged(ownerType, owner));
  });
}

/** A metafield's write moves its owner's updatedAt and comes back as the owner's webhook. */
function announce(store: Store, { owner, ownerType }: { owner: object; ownerType: string }): void {
  if (ownerType === "Customer") updateCustomer(store, owner as Customer, {});
  const topic = { Order: "orders/updated", Product: "products/update" }[ownerType];
  if (!topic) return;
  inAction(store, ({ at }) => {
    touch(owner as { updatedAt: Date }, at);
    tell(store, topic, owner);
  });
}
