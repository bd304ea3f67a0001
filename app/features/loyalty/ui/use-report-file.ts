import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";

import { useToast } from "~/ui/use-toast";

/** Fetches the report as a file. By fetch: a plain link would come without the merchant's session. */
export function useReportFile(query: string): { isLoading: boolean; fetch: () => void } {
  const { t } = useTranslation("loyalty-screens");
  const toast = useToast();
  const [isLoading, setLoading] = useState(false);
  const fetchFile = useCallback(() => {
    setLoading(true);
    save(query)
      .catch(() => toast(t("report.failed"), { isError: true }))
      .finally(() => setLoading(false));
  }, [query, t, toast]);
  return { isLoading, fetch: fetchFile };
}

async function save(query: string): Promise<void> {
  const response = await fetch(`/app/loyalty/report/file?${query}`);
  if (!response.ok) throw new Error(`the file answered ${response.status}`);
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = `points-${query.replaceAll(/[^\d-]+/g, "-").replace(/^-+/, "")}.csv`;
  link.click();
  URL.revokeObjectURL(address);
}
