import { inAction, tell, touch } from "../../commerce/action";
import { addTags, MAX_TAGS, removeTags } from "../../commerce/customers";
import { updateProduct } from "../../commerce/products";
import type { Customer, Order, Product } from "../../state/model";
import type { Store } from "../../state/store";
import { requireScope } from "../access";
import { apiError, notInDevStore } from "../api-error";
import type { GraphqlContext, Resolver } from "../context";
import { parseGid } from "../gid";
import { findRecord } from "../records";
import { tagged } from "../type-tags";
import { userError } from "../user-error";

type Change = "add" | "remove";

const SCOPES: Record<string, string> = {
  Customer: "write_customers",
  Order: "write_orders",
  Product: "write_products",
};

/** `tagsAdd` and `tagsRemove` of customers, orders and products; comma lists are split. */
export function changeTags(change: Change): Resolver<unknown> {
  const fieldName = change === "add" ? "tagsAdd" : "tagsRemove";
  return (_source, { args, context }) => {
    const owner = parseGid(args["id"]);
    if (!owner) throw apiError("RESOURCE_NOT_FOUND", `Invalid global id '${String(args["id"])}'`);
    const scope = SCOPES[owner.type];
    if (!scope) throw notInDevStore(`Field '${fieldName}' for ${owner.type}`);
    requireScope(fieldName, scope, context.scopes);
    const record = findRecord(context, owner);
    if (!record) return { node: null, userErrors: [userError(["id"], `${owner.type} does not exist`)] };
    const tags = splitTags(args["tags"]);
    if (change === "add" && distinctCount([...tagsOf(record), ...tags]) > MAX_TAGS) {
      return { node: null, userErrors: [userError(["tags"], `Tags cannot be more than ${MAX_TAGS}`)] };
    }
    apply(change, { context, type: owner.type, record, tags });
    return { node: tagged(owner.type, record), userErrors: [] };
  };
}

type Wish = { context: GraphqlContext; type: string; record: object; tags: string[] };

function apply(change: Change, { context: { store }, type, record, tags }: Wish): void {
  if (type === "Customer") {
    const customer = record as Customer;
    if (change === "add") addTags(store, customer, tags);
    else removeTags(store, customer, tags);
    return;
  }
  const before = tagsOf(record);
  const after = change === "add" ? union(before, tags) : difference(before, tags);
  if (after.length === before.length) return;
  if (type === "Product") updateProduct(store, record as Product, { tags: after });
  else updateOrderTags(store, record as Order, after);
}

function updateOrderTags(store: Store, order: Order, tags: string[]): void {
  inAction(store, ({ at }) => {
    order.tags = tags;
    touch(order, at);
    tell(store, "orders/updated", order);
  });
}

function tagsOf(record: object): string[] {
  return "tags" in record && Array.isArray(record.tags) ? (record.tags as string[]) : [];
}

function splitTags(tags: unknown): string[] {
  const list = Array.isArray(tags) ? tags : [tags];
  return list.flatMap((tag) => String(tag).split(",")).map((tag) => tag.trim()).filter(Boolean); // prettier-ignore
}

function distinctCount(tags: readonly string[]): number {
  return new Set(tags.map((tag) => tag.toLowerCase())).size;
}

function union(present: readonly string[], added: readonly string[]): string[] {
  const bySpelling = new Map<string, string>();
  for (const tag of [...present, ...added]) {
    if (!bySpelling.has(tag.toLowerCase())) bySpelling.set(tag.toLowerCase(), tag);
  }
  return [...bySpelling.values()].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
}

function difference(present: readonly string[], removed: readonly string[]): string[] {
  const unwanted = new Set(removed.map((tag) => tag.toLowerCase()));
  return present.filter((tag) => !unwanted.has(tag.toLowerCase()));
}
