import { Text } from "@shopify/polaris";
import type { ReactNode } from "react";

import { useFormat } from "~/ui/use-format";

import styles from "./Campaigns.module.css";

/** Counts one below the other, each with what is counted. */
export function CountLines({
  lines,
}: {
  lines: readonly { key: string; label: ReactNode; count: number }[];
}) {
  const format = useFormat();
  if (lines.length === 0) return null;
  return (
    <ul className={styles.list}>
      {lines.map(({ key, label, count }) => (
        <li key={key} className={styles.line}>
          <span>{label}</span>
          <Text as="span" numeric fontWeight="semibold">
            {format.count(count)}
          </Text>
        </li>
      ))}
    </ul>
  );
}
