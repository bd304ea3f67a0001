import type { MailDesign } from "../schema";

/** Letters, colours and the twin for mailboxes in dark mode. No web fonts and nothing else that is loaded from anywhere. */
export function headOf(
  { light, dark, fontStack }: MailDesign,
  { title, preview }: { title: string; preview: string },
): string {
  const ground = (name: string, colour: string) =>
    `${name}, ${name} > table, ${name} > table > tbody > tr > td { background: ${colour} !important; background-color: ${colour} !important; }`;
  return `<mj-head>
<mj-title>${title}</mj-title>
${preview ? `<mj-preview>${preview}</mj-preview>` : ""}
<mj-raw>
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
</mj-raw>
<mj-attributes>
<mj-all font-family="${fontStack}" color="${light.ink}" />
<mj-text font-size="16px" line-height="1.55" padding="6px 32px" />
</mj-attributes>
<mj-style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
.num { white-space: nowrap; }
@media (prefers-color-scheme: dark) {
body, .page { background: ${dark.page} !important; background-color: ${dark.page} !important; }
${ground(".quiet", dark.page)}
${ground(".sheet", dark.sheet)}
.sheet div, .sheet h1, .sheet h2, .sheet td { color: ${dark.ink} !important; }
.sheet a.answer { color: ${dark.accent} !important; border-color: ${dark.accent} !important; }
.sheet a.link { color: ${dark.accent} !important; }
.tint > table > tbody > tr > td { background: ${dark.tint} !important; background-color: ${dark.tint} !important; }
.line p { border-top-color: ${dark.line} !important; }
.sheet td.num, .sheet td[colspan] { border-top-color: ${dark.line} !important; }
.quiet div, .quiet a { color: ${dark.quiet} !important; }
.button a, .button td { background: ${dark.accent} !important; color: ${dark.onAccent} !important; }
.outline a, .outline td { background: ${dark.sheet} !important; color: ${dark.accent} !important; border-color: ${dark.accent} !important; }
}
</mj-style>
</mj-head>`;
}
