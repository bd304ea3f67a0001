import type { Block, BlockOf, LeafBlock, MailDesign } from "../schema";
import { questionName } from "../../answers/rules";
import { escapeLiteral, inlineToHtml } from "./inline";
import { isLeaf } from "./leaf";
import { headOf } from "./mjml-head";
import { listOf } from "./product-lists";

type Words = { subject: string; preheader: string };

/**
 * A variant as MJML, Liquid still in it. Literal text is escaped; raw MJML of experts stands as it was written.
 *
 * @param language BCP 47, for screen readers.
 */
export function blocksToMjml(
  blocks: readonly Block[],
  { design, language, subject, preheader }: Words & { design: MailDesign; language: string },
): string {
  const { page, quiet } = design.light;
  const body = blocks.filter(({ kind }) => kind !== "footer");
  const footer = blocks.find((block): block is BlockOf<"footer"> => block.kind === "footer");
  return `<mjml lang="${language}" dir="${directionOf(language)}">
${headOf(design, { title: escapeLiteral(subject), preview: escapeLiteral(preheader) })}
<mj-body background-color="${page}" width="600px" css-class="page">
${masthead(design)}
<mj-wrapper css-class="sheet" padding="22px 0 28px" background-color="${design.light.sheet}" border-radius="${design.radiusPx}px">
${sectionsOf(body, design).join("\n")}
</mj-wrapper>
<mj-section css-class="quiet" background-color="${page}" padding="18px 0 32px"><mj-column>
${footer ? footerOf(footer, quiet) : ""}
</mj-column></mj-section>
</mj-body>
</mjml>`;
}

/** Right-to-left where the language is written so. */
function directionOf(language: string): "ltr" | "rtl" {
  return /^(ar|fa|he|ur|yi|ps|ckb|sd|ug|dv)\b/.test(language) ? "rtl" : "ltr";
}

function masthead({ logoUrl, light }: MailDesign): string {
  const inside = logoUrl
    ? `<mj-image src="${escapeLiteral(logoUrl)}" alt="{{ frame.sender }}" width="160px" padding="0 32px" />`
    : `<mj-text align="center" font-size="15px" font-weight="600" color="${light.quiet}">{{ frame.sender }}</mj-text>`;
  return `<mj-section css-class="quiet" background-color="${light.page}" padding="24px 0 12px"><mj-column>${inside}</mj-column></mj-section>`;
}

/** Neighbours that fill the width share a section: each costs a kilobyte of tables. */
function sectionsOf(blocks: readonly Block[], design: MailDesign): string[] {
  const sections: string[] = [];
  let together: string[] = [];
  const close = () => {
    if (together.length > 0) sections.push(section(`<mj-column>${together.join("\n")}</mj-column>`));
    together = [];
  };
  for (const block of blocks) {
    if (isLeaf(block)) together.push(leafToMjml(block, design));
    else {
      close();
      sections.push(partToMjml(block, design));
    }
  }
  close();
  return sections;
}

function section(inside: string, padding = "0"): string {
  return `<mj-section padding="${padding}">${inside}</mj-section>`;
}

/** What a block is when its condition holds. Liquid between sections has to be raw. */
function when(condition: string, inside: string): string {
  return `<mj-raw>{% if ${condition} %}</mj-raw>\n${inside}\n<mj-raw>{% endif %}</mj-raw>`;
}

function leafToMjml(block: LeafBlock, design: MailDesign): string {
  const { light, radiusPx } = design;
  switch (block.kind) {
    case "heading":
      return headingToMjml(block);
    case "text": {
      const size = block.size === "small" ? ` font-size="14px"` : "";
      return `<mj-text align="${block.align}"${size}>${inlineToHtml(block.text, { linkColour: light.accent })}</mj-text>`;
    }
    case "image":
      return imageToMjml(block, radiusPx);
    case "button":
      return buttonToMjml(block, design);
    case "spacer":
      return `<mj-spacer height="${block.heightPx}px" />`;
    case "divider":
      return `<mj-divider css-class="line" border-width="1px" border-color="${light.line}" padding="12px 32px" />`;
  }
}

function headingToMjml({ text, level, align }: BlockOf<"heading">): string {
  const [size, padding] = level === 1 ? [26, "8px 32px 6px"] : [19, "14px 32px 2px"];
  const style = `margin:0;font-size:${size}px;line-height:1.25`;
  return `<mj-text align="${align}" font-size="${size}px" line-height="1.25" font-weight="700" padding="${padding}"><h${level} style="${style}">${escapeLiteral(text)}</h${level}></mj-text>`;
}

function imageToMjml(
  { url, alt, isDecorative, href, widthPercent }: BlockOf<"image">,
  radius: number,
): string {
  const width = Math.round((536 * widthPercent) / 100);
  const link = href ? ` href="${escapeLiteral(href)}"` : "";
  return `<mj-image src="${escapeLiteral(url)}" alt="${isDecorative ? "" : escapeLiteral(alt)}"${link} width="${width}px" border-radius="${Math.min(radius, 12)}px" padding="10px 32px" />`;
}

function buttonToMjml(
  { label, url, style, align }: Pick<BlockOf<"button">, "label" | "url" | "style" | "align">,
  { light, radiusPx }: MailDesign,
): string {
  const look =
    style === "solid"
      ? `css-class="button" background-color="${light.accent}" color="${light.onAccent}"`
      : `css-class="outline" background-color="${light.sheet}" color="${light.accent}" border="2px solid ${light.accent}"`;
  return `<mj-button href="${escapeLiteral(url)}" ${look} align="${align}" border-radius="${radiusPx}px" font-size="17px" font-weight="600" inner-padding="15px 34px" padding="14px 32px">${escapeLiteral(label)}</mj-button>`;
}

type Part = Exclude<Block, LeafBlock>;

function partToMjml(block: Part, design: MailDesign): string {
  switch (block.kind) {
    case "products": {
      const list = listOf(block);
      const title = block.title
        ? `<mj-text font-size="19px" font-weight="700" padding="14px 32px 2px"><h2 style="margin:0;font-size:19px;line-height:1.25">${escapeLiteral(block.title)}</h2></mj-text>`
        : "";
      const table = productTable({ list, limit: block.limit, hasPrices: block.hasPrices });
      return when(`${list}.size > 0`, section(`<mj-column>${title}${table}</mj-column>`, "6px 0"));
    }
    case "cart":
      return cartToMjml(block, design);
    case "code":
      return when(
        "code.code",
        tinted(
          `<mj-text align="center" padding="2px 16px">${escapeLiteral(block.label)}</mj-text>
<mj-text align="center" font-size="24px" font-weight="700" letter-spacing="1.5px" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" padding="2px 16px">{{ code.code }}</mj-text>
${block.terms ? `<mj-text align="center" font-size="14px" padding="2px 16px">${escapeLiteral(block.terms)}</mj-text>` : ""}`,
          design,
        ),
      );
    case "points": {
      const text = inlineToHtml(block.text, { linkColour: design.light.accent });
      return when(
        "points.balance",
        tinted(`<mj-text align="center" padding="6px 16px">${text}</mj-text>`, design),
      );
    }
    case "question":
      return questionToMjml(block, design);
    case "columns": {
      const column = (leaves: readonly LeafBlock[]) =>
        `<mj-column>${leaves.map((leaf) => leafToMjml(leaf, design)).join("\n")}</mj-column>`;
      return section(column(block.left) + column(block.right));
    }
    case "mjml":
      return block.source;
    case "footer":
      return "";
  }
}

function tinted(inside: string, { light, radiusPx }: MailDesign): string {
  return section(
    `<mj-column css-class="tint" background-color="${light.tint}" border-radius="${Math.min(radiusPx, 16)}px" padding="14px 0">${inside}</mj-column>`,
    "10px 32px",
  );
}

function cartToMjml({ totalLabel, buttonLabel }: BlockOf<"cart">, design: MailDesign): string {
  const line = `border-top:1px solid ${design.light.line}`;
  const total = `{% if cart.total %}<tr><td colspan="2" style="padding:12px 12px 8px 0;${line}"><strong>${escapeLiteral(totalLabel)}</strong></td><td class="num" style="padding:12px 0 8px;${line};text-align:right"><strong>{{ cart.total }}</strong></td></tr>{% endif %}`;
  const table = productTable({ list: "cart.lines", limit: null, hasPrices: true, after: total });
  const button = buttonToMjml(
    { label: buttonLabel, url: "{{ cart.url }}", style: "solid", align: "left" },
    design,
  );
  return `${when("cart.lines.size > 0", section(`<mj-column>${table}</mj-column>`, "6px 0"))}
${when("cart.url", section(`<mj-column>${button}</mj-column>`))}`;
}

/** Answers as links that look like buttons and wrap where they must. */
function questionToMjml({ question, text }: BlockOf<"question">, { light, radiusPx }: MailDesign): string {
  const list = `questions.${questionName(question)}.answers`;
  const style = `display:inline-block;margin:0 8px 10px 0;padding:11px 18px;border:2px solid ${light.accent};border-radius:${radiusPx}px;color:${light.accent};font-size:15px;line-height:1.3;text-decoration:none`;
  const links = `{% for item in ${list} %}<a href="{{ item.url }}" class="answer" style="${style}">{{ item.label }}</a> {% endfor %}`;
  return when(
    `${list}.size > 0`,
    section(
      `<mj-column><mj-text padding="14px 32px 4px"><strong>${escapeLiteral(text)}</strong></mj-text><mj-text padding="4px 32px 6px">${links}</mj-text></mj-column>`,
    ),
  );
}

function productTable({
  list,
  limit,
  hasPrices,
  after = "",
}: {
  list: string;
  limit: number | null;
  hasPrices: boolean;
  after?: string;
}): string {
  const price = hasPrices
    ? `<td class="num" style="padding:8px 0;text-align:right">{{ item.price }}</td>`
    : `<td></td>`;
  // Pictures are decoration here: the name stands beside them.
  const picture = `{% if item.image_url %}<img src="{{ item.image_url }}" alt="" width="72" height="72" style="display:block;width:72px;height:72px;object-fit:cover;border-radius:8px">{% endif %}`;
  const title = `{% if item.url %}<a href="{{ item.url }}" class="plain" style="color:inherit;text-decoration:none"><strong>{{ item.title }}</strong></a>{% else %}<strong>{{ item.title }}</strong>{% endif %}`;
  return `<mj-table padding="0 32px" font-size="15px" line-height="1.4" role="presentation">
{% for item in ${list}${limit === null ? "" : ` limit: ${limit}`} %}<tr><td style="width:1px;padding:8px 16px 8px 0">${picture}</td><td style="padding:8px 12px 8px 0">${title}{% if item.detail %}<br>{{ item.detail }}{% endif %}</td>${price}</tr>{% endfor %}
${after}</mj-table>`;
}

function footerOf({ reason, unsubscribeLabel, preferencesLabel }: BlockOf<"footer">, quiet: string): string {
  const text = (inside: string) =>
    `<mj-text align="center" font-size="13px" color="${quiet}">${inside}</mj-text>`;
  const link = (url: string, label: string) =>
    `<a href="{{ frame.${url} }}" style="color:${quiet};text-decoration:underline">${escapeLiteral(label)}</a>`;
  return `${text(escapeLiteral(reason))}
${text(`{% if frame.preferences_url %}${link("preferences_url", preferencesLabel)} &nbsp;·&nbsp; {% endif %}${link("unsubscribe_url", unsubscribeLabel)}`)}
${text("{{ frame.sender }}{% if frame.address_line %} · {{ frame.address_line }}{% endif %}")}`;
}
