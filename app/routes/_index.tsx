import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";

import { LandingPage } from "~/features/home/ui/LandingPage";
import { matchLocale } from "~/shops/locale";

export const meta: MetaFunction = () => [{ title: "Perennial" }];

/** Shopify opens the app's address with the shop in the query; everybody else came by themselves. */
export function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  if (searchParams.has("shop")) return redirect(`/app?${searchParams.toString()}`);
  const preferred = request.headers.get("Accept-Language")?.split(",")[0];
  return { locale: matchLocale(preferred) ?? "en" };
}

export default function IndexRoute() {
  return <LandingPage />;
}
