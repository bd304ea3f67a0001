/** Style sheet of the mail pages. */
export const MAIL_STYLE = `
:root { --ink: #1d2430; --soft: #5b6577; --line: #dfe3ea; --paper: #fff; --ground: #f3f5f9; --accent: #3157c4; --warm: #fff6e0; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif; }
a { color: var(--accent); }
a:focus-visible, button:focus-visible, input:focus-visible, summary:focus-visible { outline: 3px solid #8aa4f0; outline-offset: 2px; border-radius: 4px; }
.top { background: var(--ink); color: #fff; padding: 14px 24px; display: flex; gap: 8px 24px; align-items: center; flex-wrap: wrap; }
.top a { color: #fff; text-decoration: none; font-weight: 600; font-size: 17px; }
.top p { margin: 0; color: #c3cbdb; font-size: 14px; }
main { max-width: 1040px; margin: 24px auto; padding: 0 24px 48px; }
h1 { font-size: 22px; margin: 0 0 16px; overflow-wrap: anywhere; }
.filter { display: flex; gap: 8px; margin: 0 0 16px; flex-wrap: wrap; align-items: end; }
.filter label { font-size: 13px; color: var(--soft); flex: 1 1 220px; max-width: 360px; }
input { display: block; width: 100%; font: inherit; padding: 8px 12px; border: 1px solid #aab2c0; border-radius: 8px; background: var(--paper); color: inherit; }
button, .button { font: inherit; font-weight: 600; padding: 8px 16px; border: 1px solid #aab2c0; border-radius: 8px; background: var(--paper); color: var(--ink); cursor: pointer; text-decoration: none; display: inline-block; }
button:hover, .button:hover { background: #eef1f7; }
.sheet { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.mails { list-style: none; margin: 0; padding: 0; }
.mails li + li { border-top: 1px solid var(--line); }
.mails a { display: grid; grid-template-columns: 40px minmax(0, 1fr) auto; gap: 0 14px; padding: 14px 18px; text-decoration: none; color: inherit; }
.mails a:hover { background: #f8f9fc; }
.avatar { width: 40px; height: 40px; border-radius: 50%; background: #e2e8fa; color: #2c479c; display: grid; place-items: center; font-weight: 700; grid-row: span 3; }
.people { color: var(--soft); font-size: 13px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.people strong { color: var(--ink); font-size: 14px; }
.subject { font-weight: 600; grid-column: 2 / -1; overflow-wrap: anywhere; }
.preview { color: var(--soft); font-size: 14px; grid-column: 2 / -1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
time { color: var(--soft); font-size: 13px; white-space: nowrap; }
.empty { padding: 56px 24px; text-align: center; color: var(--soft); }
.facts { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 4px 16px; margin: 0; padding: 16px 20px; border-bottom: 1px solid var(--line); }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.actions { display: flex; gap: 8px; flex-wrap: wrap; padding: 12px 20px; border-bottom: 1px solid var(--line); }
.actions form { margin: 0; }
iframe { display: block; width: 100%; height: 720px; border: 0; background: #fff; }
details { border-top: 1px solid var(--line); padding: 12px 20px; }
summary { cursor: pointer; font-weight: 600; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, "Noto Sans Mono", monospace; margin: 12px 0 4px; }
.notice { background: var(--warm); border: 1px solid #ecd594; border-radius: 8px; padding: 10px 14px; margin: 0 0 16px; overflow-wrap: anywhere; }
.back { display: inline-block; margin: 0 0 12px; }
@media (max-width: 600px) {
  main { padding: 0 12px 32px; margin-top: 16px; }
  .top { padding: 12px 16px; }
  .mails a { padding: 12px; grid-template-columns: 40px minmax(0, 1fr); }
  .mails time { grid-column: 2; }
  .avatar { grid-row: span 4; }
}
`;
