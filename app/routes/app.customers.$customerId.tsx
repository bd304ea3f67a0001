import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";

import { presentDecisions } from "~/engine/decisions/presenter.server";
import { DecisionFilterSchema } from "~/engine/decisions/schema";
import { DecisionList } from "~/engine/decisions/ui/DecisionList";
import { FieldsCard } from "~/features/customer-fields/ui/FieldsCard";
import { useCardActions } from "~/features/customer-fields/ui/use-card-actions";
import { presentFieldsCard } from "~/features/customer-fields/values/presenter.server";
import { SaveValuesSchema, type ValuesAnswer } from "~/features/customer-fields/values/schema";
import { saveFieldValues } from "~/features/customer-fields/values/service.server";
import { type UndoMergeAnswer, UndoMergeSchema } from "~/features/customers/merges/schema";
import { undoCustomerMerge } from "~/features/customers/merges/service.server";
import { presentCustomerProfile } from "~/features/customers/profile/presenter.server";
import { parseProfileQuery } from "~/features/customers/profile/schema";
import { ProfilePage } from "~/features/customers/ui/ProfilePage";
import { useMergeActions } from "~/features/customers/ui/use-merge-actions";
import { presentMember } from "~/features/loyalty/storefront/presenter.server";
import { PointsCard } from "~/features/loyalty/ui/PointsCard";
import { presentMemberLink } from "~/features/referrals/link/presenter.server";
import { LinkCard } from "~/features/referrals/ui/LinkCard";
import { presentCustomerTasks } from "~/features/tasks/customer/presenter.server";
import { CustomerTasksCard } from "~/features/tasks/ui/CustomerTasksCard";
import { NotesCard } from "~/features/tasks/ui/NotesCard";
import { presentVipStanding } from "~/features/vip/manual/presenter.server";
import { type ManualAnswer, parseManualAction } from "~/features/vip/manual/schema";
import { answerManual } from "~/features/vip/manual/service.server";
import { presentTierNames } from "~/features/vip/presenter.server";
import { StandingCard } from "~/features/vip/ui/standing/StandingCard";
import { useStandingActions } from "~/features/vip/ui/standing/use-standing-actions";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request, params: { customerId = "" } }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, shop, staffId, locale, now } = context;
  const query = parseProfileQuery(new URL(request.url).searchParams);
  const tierNames = await presentTierNames(db, { shopId });
  const profile = await presentCustomerProfile(db, { shopId, customerId, shop, query, tierNames, now });
  if (!profile) throw new Response(null, { status: 404 });
  await recordAccess(context, "customer", customerId);
  const filter = DecisionFilterSchema.parse({ page: query.decisionsPage });
  const zone = shop.ianaTimezone;
  const isKnown = profile.standing === "known";
  return {
    profile,
    standing: isKnown ? await presentVipStanding(db, { shopId, customerId, zone, now }) : null,
    tasks: isKnown ? await presentCustomerTasks(db, { shopId, customerId, zone, staffId, now }) : null,
    fields: await presentFieldsCard(db, { shopId, customerId }),
    decisions: await presentDecisions(db, { shopId, customerId }, { filter }),
    link: isKnown ? await presentMemberLink(db, { shopId, customerId }) : null,
    member: await presentMember(db, { shopId, customerId, locale, now }),
  };
}

export async function action({ request, params: { customerId = "" } }: ActionFunctionArgs) {
  const { db, shopId, staffId, now } = await requireShop(request);
  const form = Object.fromEntries(await request.formData());
  if (form.kind === "give-tier" || form.kind === "take-tier") {
    const manual = parseManualAction(form);
    if (!manual.ok)
      return data<ManualAnswer>({ outcome: "invalid", problems: manual.problems }, { status: 422 });
    const answer = await answerManual(db, { shopId, customerId, staffId, asked: manual.action, now });
    return data<ManualAnswer>(answer, { status: MANUAL_STATUS[answer.outcome] });
  }
  if (form.kind === "save-fields") {
    const saving = SaveValuesSchema.safeParse(form);
    if (!saving.success) return data<ValuesAnswer>({ outcome: "not-possible" }, { status: 422 });
    const { values } = saving.data;
    const answer = await saveFieldValues(db, { shopId, customerId, staffId, values, now });
    return data<ValuesAnswer>(answer, { status: VALUES_STATUS[answer.outcome] });
  }
  const asked = UndoMergeSchema.safeParse(form);
  if (!asked.success) return data<UndoMergeAnswer>({ outcome: "not-found" }, { status: 422 });
  const { mergeId } = asked.data;
  return data<UndoMergeAnswer>(await undoCustomerMerge(db, { shopId, mergeId, now }));
}

const VALUES_STATUS = { saved: 200, invalid: 422, "not-possible": 409 } as const;
const MANUAL_STATUS = { given: 200, taken: 200, invalid: 422, "not-possible": 409 } as const;

export default function CustomerRoute() {
  const { profile, standing, tasks, fields, decisions, member, link } = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  const merge = useMergeActions();
  const tierActions = useStandingActions();
  const fieldActions = useCardActions();
  return (
    <ProfilePage
      profile={profile}
      decisions={{ ...decisions, list: <DecisionList items={decisions.items} /> }}
      points={<PointsCard customerId={profile.id} member={member} />}
      referralCard={link ? <LinkCard link={link} /> : null}
      fieldsCard={fields ? <FieldsCard card={fields} actions={fieldActions} /> : null}
      merge={merge}
      staffCards={
        tasks ? (
          <>
            <CustomerTasksCard of={tasks} />
            <NotesCard of={tasks} />
          </>
        ) : null
      }
      tierCard={standing ? <StandingCard standing={standing} actions={tierActions} /> : null}
      onNavigate={(url) => navigate(url, { preventScrollReset: true })}
    />
  );
}
