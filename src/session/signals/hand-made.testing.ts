/** For tests: experiments with numbers written in the test. */
import type { ImageId, ModelId, Nats, TokenId } from "../../base/ids.ts";
import { JSD_HALF, type PairSignals, type Replay, type Side } from "../../evidence/replay.ts";
import { GREEDY, type Rollout } from "../../evidence/rollout.ts";
import { contrastOf, regionalToGlobal } from "../../evidence/views/plan.ts";
import type { Role } from "../../evidence/views/showing.ts";
import type { GateResult } from "../../gate/group.ts";
import type { Experiment } from "../document/document.ts";

const card = { build: "", modelBackend: "", numbersBackend: "", adapter: "", weightsSha256: "", runtime: "" };
const plan = regionalToGlobal({
  model: "m" as ModelId,
  boxWords: null,
  image: "i" as ImageId,
  question: "?",
  size: { width: 9, height: 9 },
  box: { x: 0, y: 0, width: 0.5, height: 0.5 },
});
const { student: showing } = contrastOf(plan);

type Column = readonly number[];

export function side(role: Side["role"], logProb: Column, entropy: Column = logProb.map(() => 0)): Side {
  const [nats, spread] = [logProb as Nats[], entropy as Nats[]];
  return { role, logProb: nats, entropy: spread, rank: logProb.map(() => 1), alternatives: [], card };
}

function pair(given: Partial<PairSignals>, length: number): PairSignals {
  const none = new Array<number>(length).fill(0);
  return {
    forwardKl: none,
    reverseKl: none,
    forwardCrossEntropy: none,
    reverseCrossEntropy: none,
    jsd: none,
    totalVariation: none,
    logRatio: none,
    sameTop: none,
    rankShift: none,
    overlap: none,
    teacherMass: none,
    ...given,
  };
}

export interface Reader {
  readonly side: Side;
  readonly name?: string;
  readonly divergence?: readonly (number | null)[];
  readonly pair?: Partial<PairSignals>;
}

export function replay(student: Side, readers: readonly Reader[]): Replay {
  const length = student.logProb.length;
  const others = readers.map(({ side: { role }, name = "" }) => ({ role: role as Role, name, showing }));
  return {
    end: "done",
    contrast: { student: showing, others },
    divergence: JSD_HALF,
    sides: [student, ...readers.map((reader) => reader.side)],
    divergences: readers.map(({ divergence = new Array<number>(length).fill(0) }) => divergence as Nats[]),
    pairs: readers.map((reader) => pair(reader.pair ?? {}, length)),
    noiseFloor: null,
    card,
  };
}

function rollout(length: number, sibling: number): Rollout {
  const list = Array.from({ length }, (_, t) => t);
  return {
    showing,
    sampler: GREEDY,
    sibling,
    forced: 0,
    end: "stopToken",
    card,
    ids: list as TokenId[],
    texts: list.map(String),
    logProbs: list.map(() => 0 as Nats),
  };
}

export function experiment(
  replays: readonly (Replay | null)[],
  gates: readonly GateResult[] = [],
): Experiment {
  const rollouts = replays.map((each, g) => rollout(each?.sides[0]?.logProb.length ?? 2, g));
  const verdicts = replays.map(() => null);
  return { id: "1", note: "", plan, rollouts, verdicts, teacherAnswer: null, replays, gates };
}
