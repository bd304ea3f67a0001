import type { TemplateVariables } from "../../app/engine/messaging/templates/fill.server";
import type { MailFrame } from "../../app/engine/messaging/rendered-mail";

type Product = { title: string; detail: string; price: string; imageUrl: string };

/** What the mail says, whoever renders it. */
export type MailContent = {
  preheader: string;
  heading: string;
  paragraphs: string[];
  offer: { label: string; code: string; note: string };
  products: Product[];
  total: { label: string; amount: string };
  button: { label: string; url: string };
  closing: string;
  why: string;
};

/** The reminder of a cart with two products and a code, a little different for every reader. */
export function contentOf(index: number): MailContent {
  return {
    preheader: "Pick up where you left off.",
    heading: "You left something behind",
    paragraphs: [`Hello Ada ${index},`, "we kept your cart. It takes two clicks to finish."],
    offer: { label: "Your personal code, 10 % off", code: `BACK-${index}`, note: "Valid until 8 March" },
    products: ["Morning <blend>", "Harbour & Sea"].map((title, position) => ({
      title,
      detail: `250 g · Quantity: ${position + 1}`,
      price: "€40.00",
      imageUrl: `https://cdn.example/${position}.jpg`,
    })),
    total: { label: "Subtotal", amount: "€120.00" },
    button: { label: "Back to my cart", url: `https://app.example/r/${index}` },
    closing: "See you soon",
    why: "You began a checkout at Demo shop and left your address.",
  };
}

/** The same as values of a template. */
export function variablesOf(index: number): TemplateVariables {
  const { offer, products, total, button } = contentOf(index);
  return {
    person: { first_name: `Ada ${index}` },
    shop: { name: "Demo shop", url: "https://shop.example" },
    code: { code: offer.code, value: "10% off", expires_on: "8 March", minimum: "", url: button.url },
    cart: {
      url: button.url,
      lines: products.map(({ imageUrl, ...product }) => ({
        ...product,
        image_url: imageUrl,
        url: button.url,
      })),
      total: total.amount,
      item_count: products.length,
      sold_out: "",
      price_note: "",
      alternatives: [],
    },
  };
}

export const FRAME: MailFrame = {
  locale: "en",
  sender: "Demo shop",
  unsubscribeUrl: "https://app.example/u/token",
  preferencesUrl: "https://app.example/p/token",
};
