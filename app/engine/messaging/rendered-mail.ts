import type { Locale } from "~/shops/schema";

import type { AnswerLink } from "./answers/offered.server";

export type RenderedMail = {
  subject: string;
  html: string;
  text: string;
  /** The template it was written from, and which version; absent when there is none. */
  templateKey?: string;
  templateVersion?: number | null;
};

/** What the engine knows about every mail. */
export type MailFrame = {
  locale: Locale;
  sender: string;
  unsubscribeUrl: string;
  /** Where the reader says what they want to hear of. */
  preferencesUrl: string;
  /** Where the reader answers a question of the mail. */
  answerLink?: AnswerLink;
};
