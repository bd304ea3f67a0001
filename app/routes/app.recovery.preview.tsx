import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";

import { presentMailPreview } from "~/features/cart-recovery/preview/presenter.server";
import { MailPreviewPage } from "~/features/cart-recovery/ui/MailPreviewPage";
import { matchLocale } from "~/shops/locale";
import { requireShop } from "~/shops/require-shop.server";

export const handle = { i18n: ["ui", "cart-recovery"] };

export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shopId, locale, now } = await requireShop(request);
  const mailLocale = matchLocale(new URL(request.url).searchParams.get("language")) ?? locale;
  return { mailLocale, preview: await presentMailPreview(db, { shopId, locale: mailLocale, now }) };
}

export default function MailPreviewRoute() {
  const { preview, mailLocale } = useLoaderData<typeof loader>();
  const [params, setParams] = useSearchParams();
  return (
    <MailPreviewPage
      preview={preview}
      locale={mailLocale}
      onLocale={(language) =>
        setParams({ ...Object.fromEntries(params), language }, { preventScrollReset: true })
      }
    />
  );
}
