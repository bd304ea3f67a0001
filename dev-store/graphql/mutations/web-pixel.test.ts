import { describe, expect, it } from "vitest";

import { readPixelExtension } from "../../pixel-extension";
import { uninstall } from "../../oauth/installation";
import { ALL_SCOPES, emptyShop, pick, type SmallShop } from "../testing/small-shop";

const SCOPES = [...ALL_SCOPES, "write_pixels", "read_customer_events"];
const SETTINGS = { accountID: "shop-1", endpoint: "https://app.example/pixel", sample: "100" };
const CREATE =
  "mutation($webPixel: WebPixelInput!) { webPixelCreate(webPixel: $webPixel) { webPixel { id settings } userErrors { field message code } } }";
const UPDATE =
  "mutation($id: ID!, $webPixel: WebPixelInput!) { webPixelUpdate(id: $id, webPixel: $webPixel) { webPixel { id settings } userErrors { code } } }";
const DELETE = "mutation($id: ID!) { webPixelDelete(id: $id) { deletedWebPixelId userErrors { code } } }";
const SHOW = "{ webPixel { id settings } }";

function shopWithPixel(scopes: readonly string[] = SCOPES): SmallShop {
  const shop = emptyShop(scopes);
  shop.options.app = { ...shop.options.app, pixel: readPixelExtension("shopify.app.toml") };
  return shop;
}
const input = (settings: unknown) => ({ webPixel: { settings: JSON.stringify(settings) } });
const create = (shop: SmallShop, settings: unknown = SETTINGS) => shop.ask(CREATE, input(settings));

describe("the web pixel of an app", () => {
  it("is made once, shown, changed and taken away", () => {
    const shop = shopWithPixel();
    const id = pick(create(shop), "webPixelCreate.webPixel.id");
    expect(id).toMatch(/^gid:\/\/shopify\/WebPixel\/\d+$/);
    expect(pick(create(shop), "webPixelCreate.userErrors")).toEqual([
      { field: ["webPixel"], message: "Web pixel is taken.", code: "TAKEN" },
    ]);
    const changed = { ...SETTINGS, accountID: "shop-2" };
    expect(pick(shop.ask(UPDATE, { id, ...input(changed) }), "webPixelUpdate.userErrors")).toEqual([]);
    expect(JSON.parse(String(pick(shop.ask(SHOW), "webPixel.settings")))).toEqual(changed);
    expect(pick(shop.ask(DELETE, { id }), "webPixelDelete.deletedWebPixelId")).toBe(id);
    expect(pick(shop.ask(DELETE, { id }), "webPixelDelete.userErrors.0.code")).toBe("NOT_FOUND");
    expect(pick(shop.ask(UPDATE, { id, ...input(SETTINGS) }), "webPixelUpdate.userErrors.0.code")).toBe(
      "NOT_FOUND",
    );
  });

  it.each([
    ["a field that the extension does not name", { ...SETTINGS, other: "x" }, "INVALID_SETTINGS"],
    ["a field too few", { accountID: "shop-1" }, "INVALID_SETTINGS"],
    ["a text that is too long", { ...SETTINGS, accountID: "x".repeat(101) }, "INVALID_SETTINGS"],
    ["a number for a text", { ...SETTINGS, accountID: 1 }, "INVALID_SETTINGS"],
    ["no object", "text", "INVALID_CONFIGURATION_JSON"],
  ])("is refused with %s", (_what, settings, code) => {
    const shop = shopWithPixel();
    expect(pick(create(shop, settings), "webPixelCreate.userErrors.0.code")).toBe(code);
    expect(shop.store.webPixel).toBeNull();
  });

  it("needs an extension, and both scopes", () => {
    expect(pick(create(emptyShop(SCOPES)), "webPixelCreate.userErrors.0.code")).toBe("NO_EXTENSION");
    for (const scope of ["write_pixels", "read_customer_events"]) {
      const answer = create(shopWithPixel(SCOPES.filter((one) => one !== scope)));
      expect(answer.errors?.[0]?.extensions).toMatchObject({ code: "ACCESS_DENIED" });
    }
  });

  it("says so when there is none, and goes with the app", () => {
    const shop = shopWithPixel();
    expect(shop.ask(SHOW).errors?.[0]?.message).toBe("No web pixel was found for this app.");
    create(shop);
    uninstall(shop);
    expect(shop.store.webPixel).toBeNull();
  });
});
