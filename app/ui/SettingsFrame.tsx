import { Box, Layout, Page } from "@shopify/polaris";
import type { ReactNode } from "react";

import { SaveBar } from "./SaveBar";

/** A page that is one form, in annotated sections, with the admin's bar to save it or give it up. */
export function SettingsFrame({
  title,
  subtitle,
  back,
  links = [],
  isDirty,
  isSaving,
  onSave,
  onDiscard,
  children,
}: {
  title: string;
  subtitle?: string;
  /** The page above it. */
  back?: { content: string; url: string };
  links?: readonly { content: string; url: string }[];
  isDirty: boolean;
  isSaving: boolean;
  onSave: () => void;
  onDiscard: () => void;
  /** Sections of a `Layout`. */
  children: ReactNode;
}) {
  return (
    <Page
      title={title}
      secondaryActions={[...links]}
      {...(subtitle ? { subtitle } : {})}
      {...(back ? { backAction: back } : {})}
    >
      <SaveBar open={isDirty} saving={isSaving} onSave={onSave} onDiscard={onDiscard} />
      <Layout>{children}</Layout>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
