import "@shopify/ui-extensions";

//@ts-ignore
declare module "./src/Tile.tsx" {
  const shopify: import("@shopify/ui-extensions/pos.home.tile.render").Api;
  const globalThis: { shopify: typeof shopify };
}

//@ts-ignore
declare module "./src/Till.tsx" {
  const shopify: import("@shopify/ui-extensions/pos.home.modal.render").Api;
  const globalThis: { shopify: typeof shopify };
}

//@ts-ignore
declare module "./src/CustomerBlock.tsx" {
  const shopify: import("@shopify/ui-extensions/pos.customer-details.block.render").Api;
  const globalThis: { shopify: typeof shopify };
}
