import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

/** Downloads the report of an import. By fetch: a plain link would come without the merchant's session. */
export function useReport(importId: string): { isLoading: boolean; download: () => void } {
  const { t } = useTranslation("history-import");
  const [isLoading, setLoading] = useState(false);
  const toast = useToast();
  const download = useCallback(() => {
    setLoading(true);
    save(importId)
      .catch(() => toast(t("report.failed"), { isError: true }))
      .finally(() => setLoading(false));
  }, [importId, t, toast]);
  return { isLoading, download };
}

async function save(importId: string): Promise<void> {
  const response = await fetch(`/app/history/report/${encodeURIComponent(importId)}`);
  if (!response.ok) throw new Error(`the report answered ${response.status}`);
  const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = decodeURIComponent(name ?? "report.csv");
  link.click();
  URL.revokeObjectURL(address);
}
