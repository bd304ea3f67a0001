/** Style sheet of the shop. */
export const SHOP_STYLE = `
:root { --ink: #26302b; --soft: #5d675f; --line: #ded8ca; --paper: #fffdf8; --ground: #f7f3ea; --accent: #24543f; --bad: #a2301f; --good: #24543f; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, "Segoe UI", "Noto Sans", sans-serif; display: flex; flex-direction: column; min-height: 100vh; }
h1, h2, .brand { font-family: Georgia, "Noto Serif", "Liberation Serif", serif; font-weight: 600; line-height: 1.2; }
h1 { font-size: clamp(26px, 4vw, 36px); margin: 0 0 16px; overflow-wrap: anywhere; }
h2 { font-size: 20px; margin: 0 0 14px; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid #6aa98b; outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -999px; background: #fff; padding: 8px 12px; z-index: 2; }
.skip:focus { left: 8px; top: 8px; }
.top, .foot { background: var(--paper); }
.top { border-bottom: 1px solid var(--line); }
.bar { max-width: 1160px; margin: 0 auto; padding: 16px 24px; display: flex; align-items: center; gap: 8px 28px; flex-wrap: wrap; }
.bar a { text-decoration: none; color: var(--ink); }
.bar a:hover { text-decoration: underline; }
.brand { font-size: 23px; margin-right: auto; }
main { flex: 1; width: 100%; max-width: 1160px; margin: 0 auto; padding: 32px 24px 64px; }
.lead { color: var(--soft); margin: -8px 0 24px; }
.chips { display: flex; gap: 8px; flex-wrap: wrap; list-style: none; padding: 0; margin: 0 0 28px; }
.chips a { display: block; padding: 6px 14px; border: 1px solid var(--line); border-radius: 999px; background: var(--paper); text-decoration: none; color: var(--ink); }
.chips a[aria-current], .chips a:hover { background: var(--accent); border-color: var(--accent); color: #fff; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(240px, 1fr)); gap: 24px; list-style: none; margin: 0; padding: 0; }
.card a { display: block; height: 100%; text-decoration: none; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 14px; overflow: hidden; }
.card a:hover { border-color: var(--accent); }
img { height: auto; }
.card img { display: block; width: 100%; }
.card span { display: block; padding: 0 16px; }
.card .title { padding-top: 14px; font-weight: 600; overflow-wrap: anywhere; }
.card .price { padding-bottom: 16px; color: var(--soft); }
.product { display: grid; grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr); gap: 48px; align-items: start; }
.product img { width: 100%; border-radius: 16px; display: block; }
.vendor { color: var(--soft); margin: 0 0 6px; }
.stock { list-style: none; padding: 0; margin: 0 0 20px; color: var(--soft); font-size: 15px; }
label, .field { display: block; font-size: 14px; color: var(--soft); margin: 0 0 14px; }
input[type="text"], input[type="email"], input[type="number"], select { display: block; width: 100%; margin-top: 4px; font: inherit; font-size: 16px; color: var(--ink); padding: 10px 12px; border: 1px solid #a9a899; border-radius: 10px; background: #fff; }
input[aria-invalid] { border-color: var(--bad); }
.tick { display: flex; gap: 10px; align-items: start; color: var(--ink); font-size: 15px; }
.tick input { margin: 4px 0 0; width: 18px; height: 18px; accent-color: var(--accent); flex: none; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 14px; }
button, .button { display: inline-block; font: inherit; font-weight: 600; padding: 11px 22px; border: 1px solid var(--accent); border-radius: 10px; background: var(--accent); color: #fff; cursor: pointer; text-decoration: none; }
button:hover, .button:hover { background: #1a4030; }
button:disabled { background: #b9beb6; border-color: #b9beb6; cursor: not-allowed; }
.plain { background: transparent; color: var(--accent); }
.plain:hover { background: #ebe6d9; }
.link { border: 0; background: none; color: var(--accent); text-decoration: underline; padding: 4px; font-weight: 400; }
.link:hover { background: none; }
.wide { width: 100%; text-align: center; }
button + .button.wide, form + .button.wide { margin-top: 12px; }
.note { border-radius: 10px; padding: 12px 16px; margin: 0 0 20px; background: #e4efe1; }
.note.bad, .error { color: var(--bad); }
.note.bad { background: #fbe6e0; }
.error { font-size: 14px; margin: -8px 0 14px; }
.consent { display: flex; gap: 10px 14px; flex-wrap: wrap; align-items: center; padding: 14px 24px; background: #e4efe1; border-bottom: 1px solid var(--line); }
.consent[hidden] { display: none; }
.consent p { margin: 0; flex: 1 1 320px; max-width: 760px; font-size: 15px; }
.lines { list-style: none; margin: 0; padding: 0; }
.lines li { display: grid; grid-template-columns: 84px minmax(0, 1fr) auto; gap: 4px 18px; padding: 16px 0; border-bottom: 1px solid var(--line); align-items: center; }
.lines img { width: 84px; border-radius: 10px; display: block; }
.lines .what { overflow-wrap: anywhere; }
.lines small { color: var(--soft); display: block; }
.lines form { display: flex; gap: 8px; align-items: center; flex-wrap: wrap; margin-top: 6px; }
.lines input[type="number"] { width: 80px; margin: 0; padding: 6px 10px; }
.lines .compact { padding: 6px 12px; }
.amount { text-align: right; white-space: nowrap; }
.two { display: grid; grid-template-columns: minmax(0, 1.35fr) minmax(0, 1fr); gap: 40px; align-items: start; }
.panel { background: var(--paper); border: 1px solid var(--line); border-radius: 14px; padding: 22px 24px; margin: 0 0 20px; }
.panel h2 { display: flex; justify-content: space-between; gap: 12px; align-items: baseline; }
.panel h2 a { font: 15px system-ui, sans-serif; }
.panel p { margin: 0 0 10px; overflow-wrap: anywhere; }
.code { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 10px; align-items: end; margin: 18px 0 0; }
.code label { margin: 0; }
.code .error { grid-column: 1 / -1; margin: 8px 0 0; }
.sums { display: grid; grid-template-columns: 1fr auto; gap: 6px 0; margin: 18px 0 0; }
.sums dt, .sums dd { margin: 0; }
.sums dd { text-align: right; }
.sums .total { font-weight: 700; font-size: 20px; border-top: 1px solid var(--line); padding-top: 10px; margin-top: 4px; }
.sums .quiet { color: var(--soft); font-size: 14px; }
.applied { display: flex; gap: 10px; align-items: center; flex-wrap: wrap; margin: 16px 0 0; }
.applied strong { background: #e4efe1; border-radius: 8px; padding: 4px 10px; }
.foot { border-top: 1px solid var(--line); color: var(--soft); font-size: 14px; }
.foot .bar { align-items: end; }
.foot p { margin: 0 auto 0 0; }
.foot form { display: flex; gap: 12px; align-items: end; flex-wrap: wrap; }
.foot label { margin: 0; }
.foot select { padding: 6px 10px; font-size: 15px; }
.foot button { padding: 7px 14px; }
.ordered { max-width: 640px; }
.after { margin-top: 28px; }
.ordered .lines li { grid-template-columns: minmax(0, 1fr) auto auto; }
@media (max-width: 760px) {
  .bar { padding: 14px 16px; gap: 8px 16px; }
  .brand { font-size: 19px; }
  main { padding: 24px 16px 48px; }
  .grid { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px; }
  .card span { padding: 0 12px; }
  .product, .two { grid-template-columns: minmax(0, 1fr); gap: 24px; }
  .lines li { grid-template-columns: 64px minmax(0, 1fr) auto; gap: 4px 12px; }
  .lines img { width: 64px; }
  .panel { padding: 18px 16px; }
}
`;
