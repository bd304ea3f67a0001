import type { ServerResponse } from "node:http";

const YEAR_S = 365 * 24 * 60 * 60;

/**
 * Headers of every answer that does not say otherwise.
 *
 * @param appUrl Public address of the app; where it is https, browsers are told to never come by http.
 */
export function commonHeaders(appUrl: string): Record<string, string> {
  return {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ...(appUrl.startsWith("https:") ? { "Strict-Transport-Security": `max-age=${YEAR_S}` } : {}),
  };
}

/** Adds headers to an answer at the last moment, unless it has them by then. */
export function addDefaultHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = (...args: unknown[]) => {
    const given = args.find((arg) => typeof arg === "object" && arg !== null) ?? {};
    const names = new Set(Object.keys(given).map((name) => name.toLowerCase()));
    for (const [name, value] of Object.entries(headers)) {
      if (!response.hasHeader(name) && !names.has(name.toLowerCase())) response.setHeader(name, value);
    }
    return writeHead(...args);
  };
}

const NOBODY = "frame-ancestors 'none'";

/**
 * What a document of the admin may load and do, and who may frame it.
 *
 * @param frameAncestors `frame-ancestors …` of the shop at hand; absent: nobody may frame the document.
 * @param appBridgeUrl Where App Bridge comes from when that is not Shopify.
 * @param hasStrictScripts Only scripts of ours, of Shopify, and those that carry the nonce. Vite's own, while developing, do not.
 */
export function documentPolicy({
  nonce,
  frameAncestors,
  appBridgeUrl,
  hasStrictScripts,
}: {
  nonce: string;
  frameAncestors: string | null;
  appBridgeUrl: string | undefined;
  hasStrictScripts: boolean;
}): string {
  const bridge = appBridgeUrl ? [new URL(appBridgeUrl).origin] : [];
  const directives = [
    ["default-src", "'self'"],
    ...(hasStrictScripts
      ? [["script-src", "'self'", `'nonce-${nonce}'`, "https://cdn.shopify.com", ...bridge]]
      : [["script-src", "'self'", "'unsafe-inline'", "'unsafe-eval'", "https://cdn.shopify.com", ...bridge]]),
    // Polaris and charts set styles on elements.
    ["style-src", "'self'", "'unsafe-inline'", "https://cdn.shopify.com"],
    ["font-src", "'self'", "data:", "https://cdn.shopify.com"],
    // Products' pictures in a preview of a mail come from wherever the shop keeps them; the stand-in has no https.
    [
      "img-src",
      "'self'",
      "data:",
      "blob:",
      "https:",
      ...(appBridgeUrl?.startsWith("http:") ? ["http:"] : []),
    ],
    ["connect-src", "'self'", "https:", "wss:", ...bridge, ...(hasStrictScripts ? [] : ["ws:"])],
    ["frame-src", "'self'", "https:"],
    ["worker-src", "'self'", "blob:"],
    ["object-src", "'none'"],
    ["base-uri", "'none'"],
    ["form-action", "'self'"],
  ];
  return [...directives.map((parts) => parts.join(" ")), frameAncestors ?? NOBODY].join("; ");
}
