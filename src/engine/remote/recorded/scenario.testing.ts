/** For tests: what is asked of a served model, once of a real server when its answers are recorded, and then of the recording. */
import type { ImageId, Nats, TokenId } from "../../../base/ids.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import { NEVER } from "../../../base/signal.ts";
import { JSD_HALF, type Replay } from "../../../evidence/replay.ts";
import { GREEDY, type Rollout } from "../../../evidence/rollout.ts";
import type { Scored } from "../../../evidence/score.ts";
import { pictureAndText } from "../../../evidence/views/showing.ts";
import type { ModelFacts } from "../../port.ts";
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
}

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.fault.kind}: ${outcome.fault.message}`);
  return outcome.value;
}

/** Asks a server everything that an engine can be asked. Throws at the first fault. */
export async function askEverything(send: Send): Promise<Found> {
  const url = (source: string) => (source === "red" ? PICTURES.red : PICTURES.blue);
  const noPixels = failure("unsupported", "A recording has no pixels.");
  const engine = createRemoteEngine({
    place: { engine: "lab", host: "127.0.0.1:8000" },
    transport: createTransport({
      title: "The engine lab",
      send,
      atOnce: () => 4,
      wait: async () => undefined,
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
  const showing = (source: "red" | "blue") =>
    pictureAndText(facts.id, { source: source as string as ImageId, edits: [] }, "What is on the plate?");
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
  return { facts, answers: [greedy, ...sampled], own, other, replay, branch, likelihood };
}
