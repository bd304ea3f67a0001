import type { RenderedMail } from "../../app/engine/messaging/rendered-mail";
import { compileVariant } from "../../app/engine/messaging/templates/compile.server";
import { fillVariant, parseVariant, scopeOf } from "../../app/engine/messaging/templates/fill.server";
import { checkoutReminder3 } from "../../app/engine/messaging/templates/ready-made/checkout-reminders";
import { designOf } from "../../app/engine/messaging/templates/rules/design";
import { DesignChoiceSchema } from "../../app/engine/messaging/templates/schema";
import { FRAME, variablesOf } from "./content";

export const { en: VARIANT } = checkoutReminder3.variants;
export const design = designOf(DesignChoiceSchema.parse({}));
export const language = "en";

const compiled = await compileVariant(VARIANT, { kind: "email", topic: "cart", language, design });
const parsed = parseVariant({ ...VARIANT, ...compiled });

/** The last reminder of a cart as it is sent, each with other values. */
export function ourMail(index: number): RenderedMail {
  return fillVariant(parsed, scopeOf(variablesOf(index), FRAME));
}
