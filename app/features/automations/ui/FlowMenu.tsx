import { useTranslation } from "react-i18next";

import type { FlowState } from "~/engine/flows/schema";
import { ItemMenu } from "~/ui/ItemMenu";

import type { FlowChange } from "../flow-screens/schema";

const CHANGES: Readonly<Record<FlowState, readonly FlowChange[]>> = {
  draft: ["discard"],
  live: ["pause", "drain", "stop"],
  paused: ["resume", "drain", "stop"],
  draining: ["stop"],
  stopped: [],
};

const ENDS: ReadonlySet<FlowChange> = new Set(["stop", "discard"]);

/** Where a flow leads, and what can be done with it as it stands. */
export function FlowMenu({
  flow: { id, name, state },
  onAsk,
}: {
  flow: { id: string; name: string; state: FlowState };
  onAsk: (kind: FlowChange) => void;
}) {
  const { t } = useTranslation("flow-screens");
  return (
    <ItemMenu
      label={t("list.menu", { name })}
      items={[
        { label: t("list.open"), url: `/app/flows/${id}` },
        { label: t("list.people"), url: `/app/flows/${id}/runs` },
        { label: t("list.simulate"), url: `/app/flows/${id}/simulation` },
        ...CHANGES[state].map((kind) => ({
          label: t(`change.${kind}.name`),
          isDestructive: ENDS.has(kind),
          onChoose: () => onAsk(kind),
        })),
      ]}
    />
  );
}
