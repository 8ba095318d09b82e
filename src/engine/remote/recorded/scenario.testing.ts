/** For tests: what is asked of a served model, once of a real server when its answers are recorded, and then of the recording. */
import type { ImageId, Nats, TokenId } from "../../../base/ids.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import { NEVER } from "../../../base/signal.ts";
import { JSD_HALF, type Replay } from "../../../evidence/replay.ts";
import { GREEDY, type Rollout } from "../../../evidence/rollout.ts";
import type { Scored } from "../../../evidence/score.ts";
import { type Contrast, pictureAndText, type Showing } from "../../../evidence/views/showing.ts";
import { runExperiment } from "../../../experiment/experiment.ts";
import type { Setup } from "../../../experiment/step.ts";
import { usualChoices } from "../../../gate/catalog.ts";
import type { GateResult } from "../../../gate/group.ts";
import type { Engine, ModelFacts } from "../../port.ts";
import { createRemoteEngine } from "../engine.ts";
import { createTransport, type Send } from "../http/transport.ts";

/** 56 × 28 pixels, red and blue. */
export const PICTURES = {
  red: "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAADgAAAAcCAIAAAC72etpAAAANElEQVR4nO3OAQkAAAgAoOb0f09jOhFUIDjAqMwXYn0gKioqKioqKioq+oCo6HWioteJTmvJfi3qPWvdfgAAAABJRU5ErkJggg==",
  blue: "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAADgAAAAcCAIAAAC72etpAAAANklEQVR4nO3OAQkAMAgAMJOYxP481ksIKgwWYJH1TojxgaioqKioqKioqOgBoqLbiYpuJ9rtAzKc8JtYFwpfAAAAAElFTkSuQmCC",
} as const;

/** The name of the model that scripts/engines/tiny_model.py writes. */
export const TINY = "tiny";

export interface Found {
  readonly facts: ModelFacts;
  /** One greedy answer, then two sampled ones. */
  readonly answers: readonly Rollout[];
  /** The first answer under its own picture and under the other one. */
  readonly own: Scored;
  readonly other: Scored;
  readonly replay: Replay;
  /** A branch of the first answer after its second token. */
  readonly branch: Rollout;
  /** Of "red" and of "blue plate". */
  readonly likelihood: readonly Nats[];
  /** Three sampled answers, scored under every role, with the weights of every gate; null where it takes no ids. */
  readonly group: Group | null;
}

export interface Group {
  readonly rollouts: readonly Rollout[];
  readonly verdicts: readonly boolean[];
  readonly replays: readonly Replay[];
  readonly gates: readonly GateResult[];
}

const VERDICTS = [true, false, true];

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.fault.kind}: ${outcome.fault.message}`);
  return outcome.value;
}

/** A group through the protocol of the page, under all sides that a gate needs. Throws at the first fault. */
async function askGroup(
  engine: Engine,
  showing: (source: "red" | "blue", text?: string) => Showing,
): Promise<Group> {
  const closer = "Look closely: what is on the plate?";
  const contrast: Contrast = {
    student: showing("red"),
    others: [
      { role: "teacher", showing: showing("blue", closer) },
      { role: "positive", showing: showing("red", closer) },
      { role: "negative", showing: showing("blue", closer) },
      { role: "degraded", showing: showing("blue") },
      { role: "masked", showing: showing("blue") },
    ],
  };
  const setup: Setup = {
    contrast,
    divergence: JSD_HALF,
    maxTokens: 3,
    gates: () => usualChoices,
    verdicts: () => VERDICTS,
  };
  const sampler = { temperature: 1, topP: 1, topK: 0, seed: 11 };
  const request = { showing: showing("red"), sampler, maxTokens: 3, group: VERDICTS.length };
  let group: Group = { rollouts: [], verdicts: VERDICTS, replays: [], gates: [] };
  await runExperiment(
    engine,
    setup,
    request,
    () => null,
    NEVER,
    (step) => {
      if (step.kind === "failed") throw new Error(`${step.fault.kind}: ${step.fault.message}`);
      if (step.kind === "answered") group = { ...group, rollouts: step.rollouts };
      if (step.kind === "scored")
        group = { ...group, replays: step.replays.filter((replay) => replay !== null) };
      if (step.kind === "weightsComputed") group = { ...group, gates: step.gates };
    },
  );
  return group;
}

/**
 * Asks a server everything that an engine can be asked; the group only where it takes token ids, since not every sampled text is
 * read back as the same ids. Throws at the first fault.
 */
export async function askEverything(send: Send, takesIds: boolean): Promise<Found> {
  const url = (source: string) => (source === "red" ? PICTURES.red : PICTURES.blue);
  const noPixels = failure("unsupported", "A recording has no pixels.");
  const engine = createRemoteEngine({
    place: { engine: "lab", host: "127.0.0.1:8000" },
    transport: createTransport({
      title: "The engine lab",
      send,
      atOnce: () => 4,
      wait: async () => undefined,
      onPause: () => undefined,
    }),
    images: {
      add: async () => noPixels,
      remove: () => undefined,
      url: async ({ view }) => success(url(view.source)),
      picture: () => noPixels,
    },
    pictures: [PICTURES.red, PICTURES.blue],
    build: "test",
    mayDisclose: async () => true,
  });
  const facts = value(await engine.open(TINY, NEVER));
  if (facts === null) throw new Error("It was stopped.");
  const showing = (source: "red" | "blue", text = "What is on the plate?") =>
    pictureAndText(facts.id, { source: source as string as ImageId, edits: [] }, text);
  const quiet = () => undefined;
  const ask = async (more: object) =>
    value(
      await engine.rollout({ showing: showing("red"), sampler: GREEDY, maxTokens: 6, ...more }, NEVER, quiet),
    );
  const [greedy] = (await ask({})) as [Rollout];
  const sampled = await ask({ sampler: { temperature: 1, topP: 0.9, topK: 20, seed: 3 }, group: 2 });
  const scoreUnder = async (source: "red" | "blue") => {
    const asked = {
      rollouts: [greedy],
      role: "teacher" as const,
      showing: showing(source),
      temperature: 1,
      alternatives: 5,
    };
    return value(await engine.score(asked, NEVER, quiet))[0] as Scored;
  };
  const [own, other] = [await scoreUnder("red"), await scoreUnder("blue")];
  const contrast = {
    student: showing("red"),
    others: [{ role: "teacher" as const, showing: showing("blue") }],
  };
  const asked = { rollouts: [greedy], contrast, divergence: JSD_HALF, alternatives: 5 };
  const replay = value(await engine.compare(asked, NEVER, quiet))[0] as Replay;
  const [branch] = (await ask({ forced: greedy.ids.slice(0, 2) as TokenId[] })) as [Rollout];
  const answers = ["red", "blue plate"];
  const likelihood = value(await engine.likelihood({ showing: showing("red"), answers }, NEVER)) ?? [];
  const group = takesIds ? await askGroup(engine, showing) : null;
  return { facts, answers: [greedy, ...sampled], own, other, replay, branch, likelihood, group };
}
