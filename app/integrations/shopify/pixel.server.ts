/*
 * The web pixel of a shop: one per app, so the app itself is its natural key. It is made, or found and changed, or taken
 * away; each of that may be repeated.
 */
import type { ChangeOutcome, PixelSettings, ShopifyAdmin } from "./admin";
import type { ShopClient } from "./client.server";
import {
  CreateWebPixelDocument,
  CurrentWebPixelDocument,
  DeleteWebPixelDocument,
  StoreAddressDocument,
  UpdateWebPixelDocument,
} from "./generated/documents";
import { describeUserErrors, type UserError } from "./user-errors";

/** The web pixel of a shop, over its throttled client. */
export function createPixelAdmin(client: ShopClient): Pick<ShopifyAdmin, "connectPixel" | "removePixel"> {
  return {
    connectPixel: async (wish) => {
      const pixel = await savePixel(client, wish);
      if (pixel.kind !== "done") return pixel;
      const store = await client.call(StoreAddressDocument, {});
      if (store.kind !== "done") return store;
      const storeUrl = store.result.shop.primaryDomain.url;
      return { kind: "done", result: { gid: pixel.result, storeUrl } };
    },
    removePixel: async (gid) => {
      const outcome = await client.call(DeleteWebPixelDocument, { id: gid });
      if (outcome.kind !== "done") return outcome;
      const errors = outcome.result.webPixelDelete?.userErrors ?? [];
      return errors.every(isOf("NOT_FOUND")) ? { kind: "done", result: null } : rejected(errors);
    },
  };
}

type Wish = { knownGid: string | null; settings: PixelSettings };

async function savePixel(client: ShopClient, { knownGid, settings }: Wish): Promise<ChangeOutcome<string>> {
  const webPixel = { settings: JSON.stringify(settings) };
  const updated = knownGid === null ? null : await updatePixel(client, knownGid, settings);
  if (updated) return updated;
  const created = await client.call(CreateWebPixelDocument, { webPixel });
  if (created.kind !== "done") return created;
  const { webPixel: made, userErrors = [] } = created.result.webPixelCreate ?? {};
  if (made) return { kind: "done", result: made.id };
  const isTaken = userErrors.length > 0 && userErrors.every(isOf("TAKEN"));
  return isTaken ? adoptPixel(client, settings) : rejected(userErrors);
}

/** Changes the pixel that is there without our knowing its id. */
async function adoptPixel(client: ShopClient, settings: PixelSettings): Promise<ChangeOutcome<string>> {
  const current = await client.call(CurrentWebPixelDocument, {});
  if (current.kind !== "done") return current;
  const gid = current.result.webPixel?.id;
  const adopted = gid === undefined ? null : await updatePixel(client, gid, settings);
  return adopted ?? { kind: "rejected", error: "the store has a pixel of ours and does not show it" };
}

/** Null: there is no such pixel any more. */
async function updatePixel(
  client: ShopClient,
  id: string,
  settings: PixelSettings,
): Promise<ChangeOutcome<string> | null> {
  const outcome = await client.call(UpdateWebPixelDocument, {
    id,
    webPixel: { settings: JSON.stringify(settings) },
  });
  if (outcome.kind !== "done") return outcome;
  const { webPixel, userErrors = [] } = outcome.result.webPixelUpdate ?? {};
  if (webPixel) return { kind: "done", result: webPixel.id };
  return userErrors.length > 0 && userErrors.every(isOf("NOT_FOUND")) ? null : rejected(userErrors);
}

const isOf =
  (wanted: string) =>
  ({ code }: UserError) =>
    code === wanted;

function rejected(errors: readonly UserError[]): { kind: "rejected"; error: string } {
  return { kind: "rejected", error: describeUserErrors(errors) ?? "the pixel was neither saved nor refused" };
}
