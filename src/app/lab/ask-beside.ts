/** Asks a trained model and its parent the same questions, which neither was trained on or chosen by. */
import { type Outcome, success } from "../../base/outcome.ts";
import type { RunData } from "../../lab/run/data.ts";
import type { TrainingEvent } from "../../training/protocol/protocol.ts";
import { readOverrides, siteUrl } from "../address.ts";
import { isBusy } from "./lab-state.ts";
import type { HeldData } from "./own-data.ts";
import { heldDataOf, type LabServices, manifestOf, TRAINING } from "./train-run.ts";

/** Fresh scenes, the bundled suite, or what a run with a list keeps of it for the end. */
export type AskedBeside = "scenes" | "suite" | "kept";

const BEGUN = { kind: "asking", what: "opening the models", done: 0, total: 0 } as const;

/** The list that is asked about; null for scenes. Faults: those of reading it. */
async function listOf(
  services: LabServices,
  what: AskedBeside,
  data: RunData,
): Promise<Outcome<HeldData | null>> {
  switch (what) {
    case "scenes":
      return success(null);
    case "suite":
      return (await import("./own-data.ts")).bundledData();
    case "kept":
      return heldDataOf(services, data);
    default:
      return what satisfies never;
  }
}

/** What comes of it is shown beside the run until another one is shown. */
export async function askBeside(
  services: LabServices,
  what: AskedBeside,
  perDimension: number,
  step: number,
): Promise<void> {
  const { jobs, store, trainer } = services;
  const { run, name } = store.getState();
  if (isBusy(store.getState()) || run === null || name === null) return;
  store.setState({ phase: BEGUN, pair: null, fault: null });
  const held = await listOf(services, what, run.header.data);
  if (!held.ok) return store.setState({ phase: { kind: "idle" }, fault: held.fault });
  const request = {
    manifest: manifestOf(run.header.model.weights.id),
    base: siteUrl(".").href,
    name,
    step,
    pictures: held.value?.pictures ?? null,
    whole: what === "suite",
    perDimension,
    threads: readOverrides(siteUrl("").search).threads,
  };
  const onEvent = (event: TrainingEvent): void => {
    if (event.kind !== "progress" || store.getState().phase.kind !== "asking") return;
    store.setState({
      phase: { kind: "asking", what: event.what, done: event.done, total: event.total },
    });
  };
  const asked = await jobs.run(TRAINING, (job) =>
    trainer.measureTrained(request, onEvent, job.goOn, job.signal),
  );
  store.setState({
    phase: { kind: "idle" },
    ...(asked.ok ? { pair: asked.value } : { fault: asked.fault }),
  });
}
