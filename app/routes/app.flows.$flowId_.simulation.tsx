import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { cancelSimulation, requestSimulation } from "~/engine/flows/simulate/service.server";
import {
  SimulationActionSchema,
  type SimulationAnswer,
  SimulationQuerySchema,
} from "~/features/automations/flow-screens/schema";
import { presentSimulationPage } from "~/features/automations/flow-screens/simulation/presenter.server";
import { SimulationPage } from "~/features/automations/ui/SimulationPage";
import { useSimulationActions } from "~/features/automations/ui/use-simulation-actions";
import { recordAccess } from "~/shops/record-access.server";
import { requireShop } from "~/shops/require-shop.server";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const context = await requireShop(request);
  const { db, shopId, now } = context;
  const { page } = SimulationQuerySchema.parse({ page: new URL(request.url).searchParams.get("page") ?? 1 });
  const simulation = await presentSimulationPage(db, { shopId, flowId: params.flowId ?? "", page, now });
  if (!simulation) throw new Response(null, { status: 404 });
  if (simulation.result) await recordAccess(context, "flow-simulation");
  return simulation;
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { db, shopId, now } = await requireShop(request);
  const asked = SimulationActionSchema.safeParse(Object.fromEntries(await request.formData()));
  if (!asked.success) return data<SimulationAnswer>({ outcome: "invalid" }, { status: 422 });
  switch (asked.data.kind) {
    case "start": {
      const { days } = asked.data;
      const answer = await requestSimulation(db, { shopId, flowId: params.flowId ?? "", days, now });
      return data<SimulationAnswer>(answer, { status: STATUS[answer.outcome] });
    }
    case "cancel": {
      const { simulationId } = asked.data;
      return data<SimulationAnswer>(await cancelSimulation(db, { shopId, simulationId, now }));
    }
  }
}

const STATUS = { requested: 200, refused: 409, "not-found": 404 } as const;

export default function SimulationRoute() {
  const simulation = useLoaderData<typeof loader>();
  return <SimulationPage data={simulation} actions={useSimulationActions(simulation)} />;
}
