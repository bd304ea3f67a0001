import { Banner, Page } from "@shopify/polaris";
import { isRouteErrorResponse, useRouteError } from "@remix-run/react";
import { useTranslation } from "react-i18next";

/** What a merchant sees in place of a page that could not be made. */
export function PageError() {
  const { t } = useTranslation("ui");
  const error = useRouteError();
  const isMissing = isRouteErrorResponse(error) && error.status === 404;
  return (
    <Page
      title={t(isMissing ? "error.missingTitle" : "error.title")}
      backAction={{ content: t("error.home"), url: "/app" }}
    >
      <Banner
        tone={isMissing ? "warning" : "critical"}
        title={t(isMissing ? "error.missing" : "error.failed")}
      >
        <p>{t(isMissing ? "error.missingWhatToDo" : "error.whatToDo")}</p>
      </Banner>
    </Page>
  );
}
