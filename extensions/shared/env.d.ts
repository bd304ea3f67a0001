/** Put in by Shopify's CLI when it builds an extension: where the app is. */
declare const process: { env: { APP_URL?: string } };
