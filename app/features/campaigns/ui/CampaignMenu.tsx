import { useTranslation } from "react-i18next";

import { ItemMenu } from "~/ui/ItemMenu";

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
  const page = state === "draft" ? "audience" : "results";
  return (
    <ItemMenu
      label={t("list.menu", { name })}
      items={[
        { label: t(`list.${page}`), url: `/app/campaigns/${id}/${page}` },
        { label: t("list.copy"), onChoose: onCopy },
        ...CHANGES_OF[state].map((kind) => ({
          label: t(`change.${kind}.name`),
          isDestructive: ENDS.has(kind),
          onChoose: () => onAsk(kind),
        })),
      ]}
    />
  );
}
