import { Liquid } from "liquidjs";

import type { Locale } from "~/shops/schema";

export type PublicPage = {
  locale: Locale;
  title: string;
  text: string;
  /** A button that posts to the page's own address. */
  button?: string;
};

const PAGE = `<!doctype html>
<html lang="{{ locale }}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex,nofollow">
<meta name="color-scheme" content="light dark">
<title>{{ title }}</title>
<link rel="icon" href="data:,">
<style>
:root { color-scheme: light dark; --page: #eef2f1; --sheet: #fff; --ink: #1f2a2e; --soft: #4a5b61; --accent: #0f6b4f; --on-accent: #fff; }
@media (prefers-color-scheme: dark) { :root { --page: #14191b; --sheet: #1e2528; --ink: #e8eef0; --soft: #b3c2c7; --accent: #49c59b; --on-accent: #0d1f19; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--page); color: var(--ink); font: 17px/1.55 -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
main { max-width: 30rem; width: 100%; padding: 40px 32px; border-radius: 16px; background: var(--sheet); }
h1 { margin: 0 0 12px; font-size: 1.6rem; line-height: 1.25; }
p { margin: 0; color: var(--soft); overflow-wrap: anywhere; }
button { margin-top: 28px; min-height: 48px; padding: 12px 28px; border: 0; border-radius: 10px; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer; }
button:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
</style>
</head>
<body>
<main>
<h1>{{ title }}</h1>
<p>{{ text }}</p>
{% if button %}<form method="post"><button type="submit">{{ button }}</button></form>{% endif %}
</main>
</body>
</html>
`;

const liquid = new Liquid({ outputEscape: "escape", strictFilters: true });
const template = liquid.parse(PAGE);

/** No script, no third party, no frame, no trace of the token in a Referer. */
const HEADERS = {
  "Content-Type": "text/html; charset=utf-8",
  "Cache-Control": "no-store",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Robots-Tag": "noindex",
};

/** A page for shoppers: plain HTML that needs neither script nor the admin. Values are escaped. */
export function publicPageResponse(page: PublicPage, status = 200): Response {
  const html = liquid.renderSync(template, { button: null, ...page }) as string;
  return new Response(html, { status, headers: HEADERS });
}
