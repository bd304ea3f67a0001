import { type AdminPlace, standInAddress } from "./addresses";

const REAL_ADMIN = "https://admin.shopify.com";
const REAL_APP_BRIDGE = "https://cdn.shopify.com/shopifycloud/app-bridge.js";

/** Headers that belong to one connection, not to the message (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Pairs of name and value out of Node's flat list, so that repeated headers stay apart. */
export function headerPairs(rawHeaders: readonly string[]): [name: string, value: string][] {
  return Array.from({ length: rawHeaders.length / 2 }, (_, index) => [
    rawHeaders[index * 2] ?? "",
    rawHeaders[index * 2 + 1] ?? "",
  ]);
}

export function endToEnd(pairs: readonly [string, string][]): [string, string][] {
  return pairs.filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()));
}

/** Only `frame-ancestors` speaks of who may embed; a policy that shuts the real admin out shuts ours out too. */
function rewritePolicy(policy: string, adminOrigin: string): string {
  return policy
    .split(";")
    .map((directive) =>
      /^\s*frame-ancestors\s/i.test(directive)
        ? directive
            .split(" ")
            .map((source) => (source === REAL_ADMIN ? adminOrigin : source))
            .join(" ")
        : directive,
    )
    .join(";");
}

/**
 * The app's answer as the browser gets it: where a header names the real admin's or Shopify's script's host, it names
 * the stand-in's; nothing else changes.
 */
export function rewriteAnswer(pairs: readonly [string, string][], place: AdminPlace): [string, string][] {
  return pairs.map(([name, value]) => {
    switch (name.toLowerCase()) {
      case "content-security-policy":
        return [name, rewritePolicy(value, place.adminOrigin)];
      case "location":
      case "x-shopify-api-request-failure-reauthorize-url":
        return [name, standInAddress(value, place) ?? value];
      case "link":
        return [name, value.replaceAll(`<${REAL_APP_BRIDGE}>`, `<${place.adminOrigin}/app-bridge.js>`)];
      default:
        return [name, value];
    }
  });
}
