import { hookOfTables } from "~/platform/privacy/table-hook.server";

/** Templates are what the merchant wrote for everybody; they name nobody. */
export const templatesPrivacy = hookOfTables({
  name: "templates",
  personal: [],
  impersonal: ["MailTemplateVariant", "MailTemplateVersion", "MailTemplate"],
});
