import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

import type { ExportFormat } from "../schema";

/** Fetches the file of a request. By fetch: a plain link would come without the merchant's session. */
export function useFile(requestId: string): { isLoading: boolean; fetchAs: (format: ExportFormat) => void } {
  const { t } = useTranslation("privacy");
  const [isLoading, setLoading] = useState(false);
  const toast = useToast();
  const fetchAs = useCallback(
    (format: ExportFormat) => {
      setLoading(true);
      save(requestId, format)
        .catch(() => toast(t("file.failed"), { isError: true }))
        .finally(() => setLoading(false));
    },
    [requestId, t, toast],
  );
  return { isLoading, fetchAs };
}

async function save(requestId: string, format: ExportFormat): Promise<void> {
  const response = await fetch(
    `/app/settings/privacy/file/${encodeURIComponent(requestId)}?format=${format}`,
  );
  if (!response.ok) throw new Error(`the file answered ${response.status}`);
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = `customer-data-${requestId}.${format}`;
  link.click();
  URL.revokeObjectURL(address);
}
