import { ActionList, Button, Popover } from "@shopify/polaris";
import { MenuHorizontalIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { CampaignChange, CampaignState } from "../schema";

/** What can be done with a campaign as it stands. */
export const CHANGES_OF: Readonly<Record<CampaignState, readonly CampaignChange[]>> = {
  draft: ["discard"],
  scheduled: ["unschedule", "cancel"],
  sending: ["pause", "cancel"],
  paused: ["resume", "cancel"],
  sent: [],
  cancelled: [],
};

const ENDS: ReadonlySet<CampaignChange> = new Set(["cancel", "discard"]);

/** Where a campaign leads, and what can be done with it. */
export function CampaignMenu({
  campaign: { id, name, state },
  onAsk,
  onCopy,
}: {
  campaign: { id: string; name: string; state: CampaignState };
  onAsk: (kind: CampaignChange) => void;
  onCopy: () => void;
}) {
  const { t } = useTranslation("campaigns");
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const then = (act: () => void) => () => {
    close();
    act();
  };
  const page = state === "draft" ? "audience" : "results";
  return (
    <Popover
      active={isOpen}
      onClose={close}
      activator={
        <Button
          icon={MenuHorizontalIcon}
          variant="tertiary"
          accessibilityLabel={t("list.menu", { name })}
          onClick={() => setOpen(!isOpen)}
        />
      }
    >
      <ActionList
        items={[
          { content: t(`list.${page}`), url: `/app/campaigns/${id}/${page}`, onAction: close },
          { content: t("list.copy"), onAction: then(onCopy) },
          ...CHANGES_OF[state].map((kind) => ({
            content: t(`change.${kind}.name`),
            destructive: ENDS.has(kind),
            onAction: then(() => onAsk(kind)),
          })),
        ]}
      />
    </Popover>
  );
}
