import { ActionList, Button, Popover } from "@shopify/polaris";
import { MenuHorizontalIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { FlowState } from "~/engine/flows/schema";

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
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
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
          { content: t("list.open"), url: `/app/flows/${id}`, onAction: close },
          { content: t("list.people"), url: `/app/flows/${id}/runs`, onAction: close },
          { content: t("list.simulate"), url: `/app/flows/${id}/simulation`, onAction: close },
          ...CHANGES[state].map((kind) => ({
            content: t(`change.${kind}.name`),
            destructive: ENDS.has(kind),
            onAction: () => {
              close();
              onAsk(kind);
            },
          })),
        ]}
      />
    </Popover>
  );
}
