import { ActionList, Button, Popover } from "@shopify/polaris";
import { MenuHorizontalIcon } from "@shopify/polaris-icons";
import { useState } from "react";

/** Somewhere to go, or something to do. */
export type MenuItem = { label: string; isDestructive?: boolean } & (
  { url: string } | { onChoose: () => void }
);

/** Where one item of a list leads, and what can be done with it; closes when something is chosen. */
export function ItemMenu({ label, items }: { label: string; items: readonly MenuItem[] }) {
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
          accessibilityLabel={label}
          onClick={() => setOpen(!isOpen)}
        />
      }
    >
      <ActionList
        items={items.map((item) => ({
          content: item.label,
          destructive: item.isDestructive ?? false,
          ...("url" in item ? { url: item.url } : {}),
          onAction: () => {
            close();
            if ("onChoose" in item) item.onChoose();
          },
        }))}
      />
    </Popover>
  );
}
