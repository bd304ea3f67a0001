import { html, type Markup, trusted } from "../html";
import { MAIL_STYLE } from "../mail/style";

export type SentText = { id: string; receivedAt: Date; from: string; to: string; body: string };

type Reader = { shopName: string; timeZone: string };

function row({ id, to, body, receivedAt }: SentText, { timeZone }: Reader): Markup {
  const shown = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone });
  return html`<li style="padding: 16px 20px">
    <p class="people">
      to <strong>${to}</strong>,
      <time datetime="${receivedAt.toISOString()}">${shown.format(receivedAt)}</time>
    </p>
    <p style="white-space: pre-wrap">${body}</p>
    <form method="post" action="/sms/${id}/stop"><button>Answer STOP</button></form>
  </li>`;
}

/** All text messages, newest first. */
export function textsPage({
  texts,
  notice,
  reader,
}: {
  texts: readonly SentText[];
  notice: string | null;
  reader: Reader;
}): string {
  const rows = texts.toReversed().map((text) => row(text, reader));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Text messages (${texts.length}) – ${reader.shopName}</title>
        <link rel="icon" href="data:," />
        <style>
          ${trusted(MAIL_STYLE)}
        </style>
      </head>
      <body>
        <header class="top">
          <a href="/">Everyone's mailbox</a>
          <p>Every text message that left the app. None goes any further.</p>
        </header>
        <main>
          ${notice ? html`<p class="notice" role="status">${notice}</p>` : null}
          <h1>${rows.length === 1 ? "1 text message" : `${rows.length} text messages`}</h1>
          <div class="sheet">
            ${
              rows.length > 0
                ? html`<ul class="mails">
                    ${rows}
                  </ul>`
                : html`<p class="empty">No text message yet.</p>`
            }
          </div>
        </main>
      </body>
    </html>`.toString();
}
