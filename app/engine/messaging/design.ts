/**
 * The frame of our mails as MJML with Liquid in it: MJML is compiled once per language, Liquid fills in each mail.
 * Colours are doubled for mailboxes in dark mode; no web fonts, for they would tell a third party who reads.
 */
export function mailDesign(locale: string): string {
  return `
<mjml lang="${locale}" dir="ltr">
  <mj-head>
    <mj-title>{{ subject }}</mj-title>
    <mj-preview>{{ preheader }}</mj-preview>
    <mj-raw>
      <meta name="color-scheme" content="light dark">
      <meta name="supported-color-schemes" content="light dark">
    </mj-raw>
    <mj-attributes>
      <mj-all font-family="-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif" color="#1f2a2e" />
      <mj-text font-size="16px" line-height="1.55" padding="6px 32px" />
      <mj-section padding="0" background-color="#ffffff" css-class="sheet" />
    </mj-attributes>
    <mj-style>
      :root { color-scheme: light dark; supported-color-schemes: light dark; }
      .num { white-space: nowrap; }
      @media (prefers-color-scheme: dark) {
        body, .page, .quiet, .quiet > table, .quiet > table > tbody > tr > td { background: #14191b !important; background-color: #14191b !important; }
        .sheet, .sheet > table, .sheet > table > tbody > tr > td { background: #1e2528 !important; background-color: #1e2528 !important; }
        .sheet div, .sheet h1, .sheet td { color: #e8eef0 !important; }
        .offer > table > tbody > tr > td { background: #12352b !important; background-color: #12352b !important; }
        .quiet div, .quiet a { color: #9fb0b6 !important; }
        .button a, .button td { background: #49c59b !important; color: #0d1f19 !important; }
      }
    </mj-style>
  </mj-head>
  <mj-body background-color="#eef2f1" width="600px" css-class="page">
    <mj-section background-color="#eef2f1" css-class="quiet" padding="24px 0 12px">
      <mj-column>
        <mj-text align="center" font-size="15px" font-weight="600" color="#4a5b61">{{ sender }}</mj-text>
      </mj-column>
    </mj-section>
    <mj-section padding="28px 0 8px" border-radius="14px 14px 0 0">
      <mj-column>
        <mj-text font-size="26px" line-height="1.25" font-weight="700" padding-bottom="10px"><h1 style="margin:0;font-size:26px;line-height:1.25">{{ heading }}</h1></mj-text>
        <mj-raw>{% for paragraph in paragraphs %}</mj-raw>
        <mj-text>{{ paragraph }}</mj-text>
        <mj-raw>{% endfor %}</mj-raw>
      </mj-column>
    </mj-section>
    ${PRODUCTS}
    ${OFFER}
    <mj-section padding="8px 0 32px" border-radius="0 0 14px 14px">
      <mj-column>
        <mj-button href="{{ buttonUrl }}" css-class="button" background-color="#0f6b4f" color="#ffffff" border-radius="10px" font-size="17px" font-weight="600" inner-padding="15px 34px" padding="14px 32px">{{ buttonLabel }}</mj-button>
        <mj-text padding-top="14px">{{ closing }}</mj-text>
      </mj-column>
    </mj-section>
    <mj-section background-color="#eef2f1" css-class="quiet" padding="18px 0 32px">
      <mj-column>
        <mj-text align="center" font-size="13px" color="#5f7076">{{ why }}</mj-text>
        <mj-text align="center" font-size="13px" color="#5f7076"><a href="{{ unsubscribeUrl }}" style="color:#5f7076;text-decoration:underline">{{ unsubscribeLabel }}</a> &#160;·&#160; <a href="{{ preferencesUrl }}" style="color:#5f7076;text-decoration:underline">{{ preferencesLabel }}</a></mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>`;
}

const PRODUCTS = `
    <mj-section padding="6px 0">
      <mj-column>
        <mj-table padding="0 32px" font-size="15px" line-height="1.4" role="presentation">
          {% for product in products %}
          <tr>
            {% if hasPictures %}<td style="width:72px;padding:8px 16px 8px 0">{% if product.imageUrl %}<img src="{{ product.imageUrl }}" alt="" width="72" height="72" style="display:block;width:72px;height:72px;object-fit:cover;border-radius:8px">{% endif %}</td>{% endif %}
            <td style="padding:8px 12px 8px 0"><strong>{{ product.title }}</strong><br>{{ product.detail }}</td>
            {% if product.price %}<td class="num" style="padding:8px 0;text-align:right">{{ product.price }}</td>{% endif %}
          </tr>
          {% endfor %}
          {% if total %}
          <tr>
            <td{% if hasPictures %} colspan="2"{% endif %} style="padding:12px 12px 8px 0;border-top:1px solid #cfd9d6"><strong>{{ total.label }}</strong></td>
            <td class="num" style="padding:12px 0 8px;border-top:1px solid #cfd9d6;text-align:right"><strong>{{ total.amount }}</strong></td>
          </tr>
          {% endif %}
        </mj-table>
        <mj-raw>{% for note in notes %}</mj-raw>
        <mj-text font-size="14px">{{ note }}</mj-text>
        <mj-raw>{% endfor %}</mj-raw>
      </mj-column>
    </mj-section>`;

const OFFER = `
    <mj-raw>{% if offer %}</mj-raw>
    <mj-section padding="10px 32px">
      <mj-column css-class="offer" background-color="#e5f4ee" border-radius="12px" padding="14px 0">
        <mj-text align="center" padding="2px 16px">{{ offer.label }}</mj-text>
        <mj-text align="center" font-size="24px" font-weight="700" letter-spacing="1.5px" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" padding="2px 16px">{{ offer.code }}</mj-text>
        <mj-text align="center" font-size="14px" padding="2px 16px">{{ offer.note }}</mj-text>
      </mj-column>
    </mj-section>
    <mj-raw>{% endif %}</mj-raw>`;

/** The plain-text twin of the frame. */
export const TEXT_DESIGN = `{{ heading }}

{% for paragraph in paragraphs %}{{ paragraph }}

{% endfor %}{% for product in products %}- {{ product.title }}, {{ product.detail }}{% if product.price %}: {{ product.price }}{% endif %}
{% endfor %}{% if total %}{{ total.label }}: {{ total.amount }}
{% endif %}{% for note in notes %}{{ note }}
{% endfor %}
{% if offer %}{{ offer.label }}
{{ offer.code }}
{{ offer.note }}

{% endif %}{{ buttonLabel }}:
{{ buttonUrl }}

{{ closing }}

--
{{ sender }}
{{ why }}
{{ unsubscribeLabel }}: {{ unsubscribeUrl }}
{{ preferencesLabel }}: {{ preferencesUrl }}
`;
