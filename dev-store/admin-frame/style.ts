/** Style sheet of the stand-in admin. */
export const ADMIN_STYLE = `
:root { --ink: #20242c; --soft: #606775; --line: #dcdfe5; --ground: #eef0f3; --paper: #fff; --dark: #252a36; --accent: #30538f; --bad: #a2301f; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--ground); font: 14px/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif; display: grid; grid-template: 52px minmax(0, 1fr) / 232px minmax(0, 1fr); min-height: 100vh; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid #86a5dc; outline-offset: 1px; border-radius: 6px; }
.top { grid-column: 1 / -1; background: var(--dark); color: #fff; display: flex; align-items: center; gap: 14px; padding: 0 16px; position: sticky; top: 0; z-index: 3; }
.top strong { font-size: 15px; white-space: nowrap; }
.top .shop { margin-left: auto; color: #cfd4df; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.top form { margin: 0; }
.top select { font: inherit; background: #3a4152; color: #fff; border: 1px solid #5a6276; border-radius: 6px; padding: 4px 6px; }
button, .button { font: inherit; font-weight: 600; padding: 6px 14px; border-radius: 8px; border: 1px solid #b9bfca; background: var(--paper); color: var(--ink); cursor: pointer; text-decoration: none; display: inline-block; }
button:hover { background: #f1f3f6; }
button:disabled { opacity: .5; cursor: not-allowed; }
button.primary { background: var(--dark); border-color: var(--dark); color: #fff; }
button.critical { color: var(--bad); border-color: #d9a79f; }
button.primary.critical { background: var(--bad); border-color: var(--bad); color: #fff; }
#menu-button { display: none; background: #3a4152; border-color: #5a6276; color: #fff; }
#navigation { display: block; position: static; width: auto; height: auto; margin: 0; border: 0; border-right: 1px solid var(--line); padding: 14px 10px; background: #e5e8ed; color: inherit; overflow: auto; }
#navigation ul { list-style: none; margin: 0; padding: 0; }
#navigation h2 { font-size: 12px; color: var(--soft); margin: 20px 10px 6px; font-weight: 600; }
#navigation a { display: block; padding: 6px 10px; border-radius: 8px; text-decoration: none; color: var(--ink); overflow-wrap: anywhere; }
#navigation a:hover { background: #d8dce3; }
#navigation a[aria-current] { background: var(--paper); font-weight: 600; }
#app-nav a { padding-left: 24px; }
main { min-width: 0; }
.page { max-width: 1080px; margin: 0 auto; padding: 24px; }
.page h1, .bar h1 { font-size: 20px; line-height: 1.3; margin: 0 0 16px; overflow-wrap: anywhere; }
.page h2 { font-size: 15px; margin: 0 0 10px; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 16px 18px; margin: 0 0 16px; overflow-x: auto; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 0 0 16px; }
.tiles div { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 12px 16px; }
.tiles dt { color: var(--soft); }
.tiles dd { margin: 0; font-size: 22px; font-weight: 600; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; color: var(--soft); font-weight: 600; white-space: nowrap; }
th, td { padding: 8px 10px; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
td.number, th.number { text-align: right; white-space: nowrap; }
td.when { white-space: nowrap; }
.facts { display: grid; grid-template-columns: minmax(110px, auto) minmax(0, 1fr); gap: 6px 18px; margin: 0; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.tag { display: inline-block; background: #e7ebf2; border-radius: 6px; padding: 1px 8px; margin: 0 4px 4px 0; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.row { display: flex; gap: 8px; flex-wrap: wrap; align-items: end; }
.row form { margin: 0; }
.row label { flex: 1 1 220px; color: var(--soft); }
input[type="text"], input[type="search"] { display: block; width: 100%; font: inherit; padding: 7px 10px; border: 1px solid #a9b0bd; border-radius: 8px; background: #fff; color: inherit; }
.pager { display: flex; gap: 12px; align-items: center; }
.error { color: var(--bad); }
.grant { max-width: 560px; margin: 6vh auto; padding: 0 20px; }
.grant ul { padding-left: 20px; }
.grant li { margin: 4px 0; }
code { font: 13px ui-monospace, "Noto Sans Mono", monospace; overflow-wrap: anywhere; }
.app { display: grid; grid-template-rows: auto minmax(0, 1fr); height: calc(100vh - 52px); position: relative; }
.bar { background: var(--paper); border-bottom: 1px solid var(--line); padding: 8px 18px; display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: center; }
.bar h1 { margin: 0 auto 0 0; font-size: 15px; }
#title-bar-actions { display: flex; gap: 8px; flex-wrap: wrap; }
#title-bar-crumb:empty, #title-bar-actions:empty { display: none; }
#app-frame { border: 0; width: 100%; height: 100%; display: block; background: #f6f6f7; }
#save-bar { position: fixed; top: 6px; left: 50%; transform: translateX(-50%); z-index: 4; width: min(620px, calc(100vw - 16px)); background: #10131a; color: #fff; border-radius: 10px; padding: 6px 8px 6px 16px; display: flex; gap: 8px; align-items: center; box-shadow: 0 4px 16px rgb(0 0 0 / .3); }
#save-bar[hidden] { display: none; }
#save-bar span { margin-right: auto; font-weight: 600; }
#save-bar button { padding: 4px 12px; }
#save-bar-discard { background: #2c3240; border-color: #4a5266; color: #fff; }
#toasts { position: fixed; bottom: 18px; left: 50%; transform: translateX(-50%); z-index: 5; display: grid; gap: 8px; width: max-content; max-width: calc(100vw - 24px); }
.toast { background: #10131a; color: #fff; border-radius: 10px; padding: 8px 8px 8px 16px; display: flex; gap: 10px; align-items: center; box-shadow: 0 4px 16px rgb(0 0 0 / .3); }
.toast.error { background: var(--bad); color: #fff; }
.toast button { background: transparent; border-color: rgb(255 255 255 / .4); color: #fff; padding: 2px 10px; }
#progress { position: absolute; inset: 0 0 auto; height: 3px; background: var(--accent); display: none; z-index: 2; animation: slide 1.2s infinite ease-in-out; transform-origin: left; }
.loading #progress { display: block; }
@keyframes slide { 0% { transform: scaleX(0); } 70% { transform: scaleX(.9); } 100% { transform: scaleX(1); opacity: 0; } }
@media (prefers-reduced-motion: reduce) { #progress { animation: none; } }
.dimmed .top, .dimmed #navigation, .dimmed .bar, .dimmed #save-bar { filter: brightness(.5); pointer-events: none; }
dialog { border: 0; border-radius: 12px; padding: 20px 22px; max-width: 420px; width: calc(100vw - 32px); color: var(--ink); box-shadow: 0 20px 60px rgb(0 0 0 / .35); }
dialog h2 { margin: 0 0 8px; font-size: 17px; }
dialog form { display: flex; justify-content: flex-end; gap: 8px; margin: 16px 0 0; }
@media (max-width: 760px) {
  body { grid-template-columns: minmax(0, 1fr); }
  #menu-button { display: inline-block; }
  .top strong { overflow: hidden; text-overflow: ellipsis; }
  .top .shop { display: none; }
  .top form { margin-left: auto; }
  #navigation { display: none; position: fixed; inset: 52px auto 0 0; width: 260px; height: auto; max-height: none; }
  #navigation:popover-open { display: block; box-shadow: 0 10px 40px rgb(0 0 0 / .3); }
  .page { padding: 16px 12px; }
  .facts { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .facts dd { margin-bottom: 8px; }
}
`;
