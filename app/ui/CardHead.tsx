import { BlockStack, Link, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

import styles from "./CardHead.module.css";

/** The head of one item's card: its name, which leads to it, a line about it, and at the end its state and its menu. */
export function CardHead({
  name,
  url,
  text,
  children,
}: {
  name: string;
  url: string;
  text: string;
  children: ReactNode;
}) {
  return (
    <div className={styles.head}>
      <BlockStack gap="100">
        <Text as="h2" variant="headingMd" breakWord>
          <Link url={url} removeUnderline>
            {name}
          </Link>
        </Text>
        <Text as="p" tone="subdued" breakWord>
          {text}
        </Text>
      </BlockStack>
      <div className={styles.actions}>{children}</div>
    </div>
  );
}
