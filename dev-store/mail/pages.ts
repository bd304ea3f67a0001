import type { SentMail } from "../context";
import { html, type Markup, type Renderable, trusted } from "../html";
import { oneClickAddress } from "./one-click";
import { MAIL_STYLE } from "./style";

type Reader = { shopName: string; timeZone: string };

/** Reloads the list when a mail has come, unless the reader is typing. */
const WATCH_SCRIPT = `
const shown = Number(document.body.dataset.count);
setInterval(async () => {
  const answer = await fetch("/api/count").catch(() => null);
  if (!answer?.ok) return;
  const { count } = await answer.json();
  if (count !== shown && document.activeElement?.tagName !== "INPUT") location.reload();
}, 3000);
`;

function page(title: string, count: number, content: Renderable): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${trusted(MAIL_STYLE)}
        </style>
      </head>
      <body data-count="${count}">
        <header class="top">
          <a href="/">Everyone's mailbox</a>
          <p>
            Every mail that left the app, as its reader sees it. None goes any further.
            <a href="/sms">Text messages</a>
          </p>
        </header>
        <main>${content}</main>
      </body>
    </html>`.toString();
}

function localTime(instant: Date, timeZone: string): Markup {
  const shown = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone });
  return html`<time datetime="${instant.toISOString()}">${shown.format(instant)}</time>`;
}

/** The first words of the text, as a list of mails shows them. */
export function previewOf(mail: SentMail): string {
  const text =
    mail.text || mail.html.replace(/<(style|script|title)[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]+>/g, " ");
  return text.replace(/\s+/g, " ").trim().slice(0, 160);
}

function row(mail: SentMail, reader: Reader): Markup {
  const initial = [...mail.from.replace(/^["']/, "")][0]?.toUpperCase() ?? "?";
  return html`<li>
    <a href="/mails/${mail.id}">
      <span class="avatar" aria-hidden="true">${initial}</span>
      <span class="people"><strong>${mail.from}</strong> to ${mail.to.join(", ")}</span>
      ${localTime(mail.receivedAt, reader.timeZone)}
      <span class="subject">${mail.subject || "(no subject)"}</span>
      <span class="preview">${previewOf(mail)}</span>
    </a>
  </li>`;
}

type ListView = { mails: SentMail[]; to: string; total: number; reader: Reader };

/** The mails that match, newest first. */
export function listPage({ mails, to, total, reader }: ListView): string {
  const rows = [...mails].reverse().map((mail) => row(mail, reader));
  const nothing = to ? `No mail to an address with “${to}”.` : "No mail yet. It appears here by itself.";
  return page(
    `Mailbox (${total}) – ${reader.shopName}`,
    total,
    html`<h1>${rows.length === 1 ? "1 mail" : `${rows.length} mails`}${to ? ` to “${to}”` : ""}</h1>
      <form class="filter" method="get" action="/">
        <label>Address contains <input type="search" name="to" value="${to}" autocomplete="off" /></label>
        <button>Filter</button>
        ${to ? html`<a class="button" href="/">All</a>` : null}
      </form>
      <div class="sheet">
        ${
          rows.length > 0
            ? html`<ul class="mails">
                ${rows}
              </ul>`
            : html`<p class="empty">${nothing}</p>`
        }
      </div>
      <script>
        ${trusted(WATCH_SCRIPT)};
      </script>`,
  );
}

/** Links of a mail open beside it: inside the sandbox no page would work. */
export function inNewTabs(mailHtml: string): string {
  const base = '<base target="_blank">';
  const head = /<head[^>]*>/i.exec(mailHtml);
  if (!head) return base + mailHtml;
  const at = head.index + head[0].length;
  return mailHtml.slice(0, at) + base + mailHtml.slice(at);
}

function unsubscribeButton(mail: SentMail): Markup {
  const address = oneClickAddress(mail);
  if (!address) return html`<span class="people">This mail offers no one-click unsubscribe.</span>`;
  return html`<form method="post" action="/mails/${mail.id}/unsubscribe"><button>Unsubscribe</button></form>`;
}

type MailView = { mail: SentMail; total: number; notice: string | null; reader: Reader };

export function mailPage({ mail, total, notice, reader }: MailView): string {
  const headers = Object.entries(mail.headers).map(([name, value]) => `${name}: ${value}`);
  return page(
    `${mail.subject} – mailbox`,
    total,
    html`<a class="back" href="/">← All mails</a>
      ${notice ? html`<p class="notice" role="status">${notice}</p>` : null}
      <h1>${mail.subject || "(no subject)"}</h1>
      <div class="sheet">
        <dl class="facts">
          <dt>From</dt>
          <dd>${mail.from}</dd>
          <dt>To</dt>
          <dd>${mail.to.join(", ")}</dd>
          <dt>Received</dt>
          <dd>${localTime(mail.receivedAt, reader.timeZone)} in the shop's time</dd>
        </dl>
        <div class="actions">
          ${unsubscribeButton(mail)}
          <a class="button" href="/mails/${mail.id}/raw" download>Download source</a>
        </div>
        ${
          mail.html
            ? html`<iframe
                title="The mail"
                sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
                srcdoc="${inNewTabs(mail.html)}"
              ></iframe>`
            : html`<pre style="padding: 0 20px">${mail.text}</pre>`
        }
        <details>
          <summary>Plain text</summary>
          <pre>${mail.text || "This mail has no plain-text part."}</pre>
        </details>
        <details>
          <summary>Headers</summary>
          <pre>${headers.join("\n")}</pre>
        </details>
      </div>`,
  );
}

export function notFoundPage(total: number): string {
  return page(
    "Not found",
    total,
    html`<h1>There is no such mail</h1>
      <a href="/">All mails</a>`,
  );
}
