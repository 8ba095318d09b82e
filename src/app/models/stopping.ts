/** What would stop a job in the background is asked first. */

import { isStoppedByLoading, type JobFacts } from "../jobs/jobs.ts";
import { type AppServices, set } from "../services.ts";

/** Whether these may be stopped, as a person says who is shown them; they are stopped then. A later question ends this one. */
async function askToStop(services: AppServices, stops: readonly JobFacts[]): Promise<boolean> {
  if (stops.length === 0) return true;
  services.decide(false);
  const goesOn = await new Promise<boolean>((resolve) => {
    services.decide = resolve;
    set(services, { stops });
  });
  if (services.store.getState().stops === stops) set(services, { stops: null });
  if (goesOn) services.jobs.stop(stops);
  return goesOn;
}

/** Whether another model may be loaded: where jobs use the open one, a person says so first. */
export function mayLoad(services: AppServices): Promise<boolean> {
  return askToStop(services, services.store.getState().jobs.filter(isStoppedByLoading));
}

/** Whether what the suite's page shows may leave: where it is being asked, a person says so first. */
export function mayLeaveSuite(services: AppServices): Promise<boolean> {
  const asking = services.store.getState().jobs.filter(({ owner }) => owner === "suite");
  return askToStop(services, asking);
}
