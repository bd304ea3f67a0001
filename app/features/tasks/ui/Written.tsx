import { Text } from "@shopify/polaris";

import styles from "./Written.module.css";

/** A text of the staff, with its lines as they were written. */
export function Written({ text, isSubdued = false }: { text: string; isSubdued?: boolean }) {
  return (
    <div className={styles.written}>
      <Text as="p" {...(isSubdued ? { tone: "subdued" as const } : {})}>
        {text}
      </Text>
    </div>
  );
}
