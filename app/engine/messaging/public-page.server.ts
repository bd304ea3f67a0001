import { Liquid, type Template } from "liquidjs";

import type { Locale } from "~/shops/schema";

export type PublicPage = {
  locale: Locale;
  title: string;
  text: string;
  /** A button that posts to the page's own address. */
  button?: string;
  /** Other ways, under the button: each posts its fields to an address of ours. */
  instead?: null | {
    title: string;
    ways: readonly { action: string; fields: Readonly<Record<string, string>>; label: string }[];
    link: null | { url: string; label: string };
  };
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
:root { color-scheme: light dark; --page: #eef2f1; --sheet: #fff; --ink: #1f2a2e; --soft: #4a5b61; --line: #c5d0cd; --accent: #0f6b4f; --on-accent: #fff; --said: #e5f4ee; }
@media (prefers-color-scheme: dark) { :root { --page: #14191b; --sheet: #1e2528; --ink: #e8eef0; --soft: #b3c2c7; --line: #4a5b61; --accent: #49c59b; --on-accent: #0d1f19; --said: #12352b; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--page); color: var(--ink); font: 17px/1.55 -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
main { max-width: 34rem; width: 100%; padding: 40px 32px; border-radius: 16px; background: var(--sheet); }
@media (max-width: 480px) { body { padding: 12px; } main { padding: 24px 20px; } }
h1 { margin: 0 0 12px; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 0 0 6px; font-size: 1.1rem; line-height: 1.3; }
p { margin: 0; color: var(--soft); overflow-wrap: anywhere; }
a { color: var(--accent); }
button { margin-top: 28px; min-height: 48px; padding: 12px 28px; border: 2px solid var(--accent); border-radius: 10px; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer; }
button.quiet { margin-top: 12px; background: transparent; color: var(--accent); }
:is(button, a, select, input):focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
section { margin-top: 32px; padding-top: 24px; border-top: 1px solid var(--line); }
section p + p { margin-top: 16px; }
fieldset { margin: 28px 0 0; padding: 0; border: 0; }
legend { padding: 0; font-weight: 700; font-size: 1.1rem; }
.choice { display: flex; gap: 14px; align-items: flex-start; padding: 12px 0; cursor: pointer; }
.choice input { flex: none; width: 24px; height: 24px; margin: 2px 0 0; accent-color: var(--accent); }
.choice b, .choice small { display: block; }
small { color: var(--soft); font-size: .88rem; line-height: 1.45; }
.field { display: block; margin-top: 28px; font-weight: 700; font-size: 1.1rem; }
select { display: block; width: 100%; min-height: 48px; margin-top: 8px; padding: 10px 12px; border: 1px solid var(--soft); border-radius: 10px; background: var(--sheet); color: var(--ink); font: inherit; }
.notice { margin: 16px 0 0; padding: 12px 16px; border-radius: 10px; background: var(--said); color: var(--ink); }
.languages { margin-bottom: 20px; }
.languages ul { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 0; padding: 0; list-style: none; }
.languages a, .languages b { display: inline-block; padding: 6px 0; }
</style>
</head>
<body>
<main>
CONTENT
</main>
</body>
</html>
`;

const NOTICE = `<h1>{{ title }}</h1>
<p>{{ text }}</p>
{% if button %}<form method="post"><button type="submit">{{ button }}</button></form>{% endif %}
{% if instead %}<section><h2>{{ instead.title }}</h2>
{% for way in instead.ways %}<form method="post" action="{{ way.action }}">{% for field in way.fields %}<input type="hidden" name="{{ field[0] }}" value="{{ field[1] }}">{% endfor %}<button class="quiet" type="submit">{{ way.label }}</button></form>
{% endfor %}{% if instead.link %}<p><br><a href="{{ instead.link.url }}">{{ instead.link.label }}</a></p>{% endif %}</section>{% endif %}`;

const liquid = new Liquid({ outputEscape: "escape", strictFilters: true });
const parsed = new Map<string, Template[]>();

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
export function publicPageResponse(shown: PublicPage, status = 200): Response {
  return publicFormResponse({ button: null, instead: null, ...shown, template: NOTICE }, status);
}

/**
 * A page for shoppers with forms of its own.
 *
 * @param shown.template Liquid of what stands in the page, out of our sources; the other values are escaped in it.
 */
export function publicFormResponse(
  { template, ...values }: { locale: Locale; title: string; template: string } & Record<string, unknown>,
  status = 200,
): Response {
  const templates = parsed.get(template) ?? liquid.parse(PAGE.replace("CONTENT", () => template));
  parsed.set(template, templates);
  const html = liquid.renderSync(templates, values) as string;
  return new Response(html, { status, headers: HEADERS });
}
