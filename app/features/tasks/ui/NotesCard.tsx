import { BlockStack, Box, Button, Card, InlineStack, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { ConfirmDialog } from "~/ui/ConfirmDialog";
import { useFormat } from "~/ui/use-format";

import { type CustomerTasks, LIMITS, type NoteItem, YOU } from "../schema";

import { newFormKey, useTaskActions } from "./use-task-actions";
import { useProblemText } from "./use-problem-text";
import { Written } from "./Written";

/** Shown before somebody asks for all. */
const FIRST_SHOWN = 5;

/** On a customer's page: what the staff and automations noted of them, latest first. */
export function NotesCard({ of: { customerId, notes, noteCount } }: { of: CustomerTasks }) {
  const { t } = useTranslation("tasks");
  const { isBusy, onDeleteNote } = useTaskActions();
  const [areAllShown, setAllShown] = useState(false);
  const [deletedId, setDeletedId] = useState<string | null>(null);
  const shown = areAllShown ? notes : notes.slice(0, FIRST_SHOWN);
  const hidden = notes.length - shown.length;
  const older = noteCount - notes.length;
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            {t("card.notes")}
          </Text>
          <NoteForm customerId={customerId} />
          {notes.length === 0 ? (
            <Text as="p" tone="subdued">
              {t("card.noNotes")}
            </Text>
          ) : null}
        </BlockStack>
      </Box>
      {shown.map((note) => (
        <Box key={note.id} padding="400" borderBlockStartWidth="025" borderColor="border-secondary">
          <Note note={note} isBusy={isBusy} onDelete={() => setDeletedId(note.id)} />
        </Box>
      ))}
      {hidden > 0 || (areAllShown && older > 0) ? (
        <Box padding="400">
          {hidden > 0 ? (
            <Button variant="plain" onClick={() => setAllShown(true)}>
              {t("card.showAll", { count: hidden })}
            </Button>
          ) : (
            <Text as="p" tone="subdued">
              {t("card.older", { count: older })}
            </Text>
          )}
        </Box>
      ) : null}
      {deletedId === null ? null : (
        <ConfirmDialog
          isDestructive
          title={t("card.deleteTitle")}
          text={t("card.deleteText")}
          action={t("card.delete")}
          back={t("card.keep")}
          onClose={() => setDeletedId(null)}
          onConfirm={() => {
            setDeletedId(null);
            onDeleteNote(deletedId);
          }}
        />
      )}
    </Card>
  );
}

function NoteForm({ customerId }: { customerId: string }) {
  const { t } = useTranslation("tasks");
  const { answer, isBusy, onAddNote } = useTaskActions();
  const [body, setBody] = useState("");
  // The next note is another: its key is made anew once this one is there.
  const [key, setKey] = useState<string | null>(null);
  useEffect(() => {
    if (answer?.outcome !== "noted") return;
    setBody("");
    setKey(null);
  }, [answer]);
  const errorOf = useProblemText(answer);
  const add = () => {
    const named = key ?? newFormKey();
    setKey(named);
    onAddNote(named, { customerId, body });
  };
  return (
    <BlockStack gap="200">
      <TextField
        label={t("card.note")}
        autoComplete="off"
        multiline={2}
        maxLength={LIMITS.noteLength}
        value={body}
        onChange={setBody}
        {...errorOf("body")}
      />
      <InlineStack>
        <Button loading={isBusy} onClick={add}>
          {t("card.add")}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}

function Note({ note, isBusy, onDelete }: { note: NoteItem; isBusy: boolean; onDelete: () => void }) {
  const { t } = useTranslation("tasks");
  const format = useFormat();
  const at = format.instant(note.createdAt);
  const who = useAuthor(note);
  return (
    <BlockStack gap="100">
      <Written text={note.body} />
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <Text as="span" variant="bodySm" tone="subdued">
          {who === null ? at : `${at} · ${who}`}
        </Text>
        {note.canDelete ? (
          <Button
            variant="plain"
            tone="critical"
            disabled={isBusy}
            accessibilityLabel={t("card.deleteOf", { at })}
            onClick={onDelete}
          >
            {t("card.delete")}
          </Button>
        ) : null}
      </InlineStack>
    </BlockStack>
  );
}

/** Who wrote it; null when the session did not tell. */
function useAuthor({ origin, author }: NoteItem): string | null {
  const { t } = useTranslation("tasks");
  if (origin === "flow") return t("card.byFlow");
  if (origin === "shopify-flow") return t("card.byShopifyFlow");
  if (author === null) return null;
  return author === YOU ? t("who.you") : t("who.staff", { id: author });
}
