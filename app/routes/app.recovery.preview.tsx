import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";

import { presentMailPreview } from "~/features/cart-recovery/preview/presenter.server";
import { PreviewQuerySchema } from "~/features/cart-recovery/schema";
import { MailPreviewPage } from "~/features/cart-recovery/ui/MailPreviewPage";
import { matchLocale } from "~/shops/locale";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shopId, locale, now } = await requireShop(request);
  const query = new URL(request.url).searchParams;
  const mailLocale = matchLocale(query.get("language")) ?? locale;
  const { prices, step } = PreviewQuerySchema.parse(Object.fromEntries(query));
  const preview = await presentMailPreview(db, { shopId, locale: mailLocale, prices, step, now });
  return { mailLocale, prices, step, preview };
}

export default function MailPreviewRoute() {
  const { preview, mailLocale, prices, step } = useLoaderData<typeof loader>();
  const [params, setParams] = useSearchParams();
  const show = (change: Record<string, string>) =>
    setParams({ ...Object.fromEntries(params), ...change }, { preventScrollReset: true });
  return (
    <MailPreviewPage
      preview={preview}
      locale={mailLocale}
      prices={prices}
      step={step}
      onStep={(one) => show({ step: one })}
      onLocale={(language) => show({ language })}
      onPrices={(one) => show({ prices: one })}
    />
  );
}
