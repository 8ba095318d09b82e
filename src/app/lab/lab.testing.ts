/** For tests: a trainer that trains nothing, and the page's state over it. */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { lineOf, type RunRecord } from "../../lab/run/document.ts";
import { testDocument, testEvaluation, testHeader, testStep } from "../../lab/run/run.testing.ts";
import type { KeptRun, MayGoOn, OnTrainingEvent, TrainingRequest } from "../../training/protocol/protocol.ts";
import { createJobs } from "../jobs/jobs.ts";
import { createLab, type LabModels } from "./create-lab.ts";
import type { Trainer } from "./trainer.ts";

/** The first evaluation of every run. */
export const start = testEvaluation(0, { global: "0001", matched: "0011", regional: "1111" });

interface Fake {
  readonly trainer: Trainer;
  readonly kept: Map<string, KeptRun>;
  readonly requests: TrainingRequest[];
  /** Called before each step; a test may wait or throw there. */
  before: (step: number) => Promise<void>;
  fault: boolean;
  records: (step: number) => readonly RunRecord[];
}

/** Makes steps of no length, and keeps a checkpoint after each. */
export function fakeTrainer(): Fake {
  const kept = new Map<string, KeptRun>();
  const fake: Fake = {
    kept,
    requests: [],
    before: async () => undefined,
    fault: false,
    records: (step) => [testStep(step)],
    trainer: {
      keptRuns: async () => success([...kept.values()].toReversed()),
      trainedFiles: async ({ step }) =>
        success([
          { path: "model/manifest.json", file: new TextEncoder().encode(`{"id":"child-${step}"}`) },
          { path: "model/config.json", file: new Uint8Array(2) },
        ]),
      measureTrained: async ({ step }, onEvent) => {
        await onEvent({ kind: "progress", what: "answering", done: 1, total: 2, bytes: false });
        return success({ step, items: [] });
      },
      async removeRun(name) {
        kept.delete(name);
        return success(null);
      },
      startTraining: (request, onEvent, mayGoOn, signal) =>
        Promise.race([
          train(request, onEvent, mayGoOn),
          new Promise<Outcome<null>>((settle) =>
            signal?.addEventListener("abort", () => settle(success(null))),
          ),
        ]),
    },
  };
  async function keepFile(
    { keep }: TrainingRequest,
    step: number,
    document: string,
    onEvent: OnTrainingEvent,
  ) {
    if (keep === null) return onEvent({ kind: "file", path: "checkpoint", file: new Uint8Array(7) });
    const checkpoints = [...(kept.get(keep)?.checkpoints ?? []), { step, bytes: 7 }];
    kept.set(keep, { name: keep, at: step, document, checkpoints, image: null });
    return onEvent({ kind: "kept", checkpoints });
  }
  async function train(request: TrainingRequest, onEvent: OnTrainingEvent, mayGoOn: MayGoOn) {
    fake.requests.push(request);
    const from = request.earlier?.step ?? 0;
    const { steps } = request.settings;
    let document = testDocument([], testHeader(request.settings));
    const emit = async (record: RunRecord) => {
      document += lineOf(record);
      await onEvent({ kind: "record", record });
    };
    const endAt = async (step: number, reason: "finished" | "stopped") => {
      const end = { kind: "end", step, reason } as const;
      await emit(end);
      return success(end);
    };
    await onEvent({ kind: "begin", lines: document });
    await onEvent({ kind: "progress", what: "reading", done: 1, total: 2, bytes: false });
    await fake.before(from);
    await emit({ kind: "prepared", step: from, items: 4, opening: 1, reading: 1 });
    await emit(start);
    for (let step = from + 1; step <= steps; step++) {
      await fake.before(step);
      if (fake.fault) return failure("workerLost", "gone");
      if (!(await mayGoOn())) return endAt(step - 1, "stopped");
      for (const record of fake.records(step)) await emit(record);
      await keepFile(request, step, document, onEvent);
    }
    return endAt(steps, "finished");
  }
  return fake;
}

/** The trained models that were opened or looked into. */
export const opened: unknown[] = [];
/** Where trained models are opened and listed. */
export const models: LabModels = {
  async openTrained(...trained) {
    opened.push(trained);
    return true;
  },
  async lookInto(files) {
    opened.push(files);
  },
};

export function open(fake: Fake) {
  const lab = createLab({ jobs: createJobs(() => undefined) }, models, fake.trainer);
  lab.actions.setSettings({ steps: 3, every: 2 });
  return lab;
}
