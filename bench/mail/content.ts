import type { MailFrame } from "../../app/engine/messaging/render.server";
import type { MailContent } from "../../app/engine/messaging/schema";

/** The reminder of a cart with two products and a code, a little different for every reader. */
export function contentOf(index: number): MailContent {
  return {
    subject: `Ada ${index}, your cart is still here`,
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
    notes: [],
    total: { label: "Subtotal", amount: "€120.00" },
    button: { label: "Back to my cart", url: `https://app.example/r/${index}` },
    closing: "See you soon",
    why: "You began a checkout at Demo shop and left your address.",
  };
}

export const FRAME: MailFrame = {
  locale: "en",
  sender: "Demo shop",
  unsubscribeUrl: "https://app.example/u/token",
  preferencesUrl: "https://app.example/p/token",
};
