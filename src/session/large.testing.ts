/** For tests: the largest session that one group of answers produces. */
import type { Nats, TokenId } from "../base/ids.ts";
import { seeded } from "../base/random.ts";
import type { PairSignals, Side } from "../evidence/replay.ts";
import type { Experiment, SessionDocument } from "./document/document.ts";
import { kept } from "./document/write.ts";

/**
 * 32 answers of 512 tokens, one other side, five alternatives, with realistic digits. They are based on the session's first
 * experiment, which has a replay.
 */
export function largeSession(session: SessionDocument): SessionDocument {
  const random = seeded(1);
  const column = <T>(make: () => T) => Array.from({ length: 512 }, make);
  const nats = () => -(10 ** (4 * random.next() - 3)) as Nats;
  // Few tokens are common and most are rare (Zipf): the text of each is stored once.
  const token = () => Math.floor(49_280 ** random.next()) as TokenId;
  const [experiment] = session.experiments;
  const [rollout, replay] = [experiment?.rollouts[0], experiment?.replays[0]];
  if (experiment === undefined || rollout === undefined || !replay)
    throw new Error("a session without a replay");
  const sideOf = (side: Side): Side => ({
    ...side,
    logProb: column(nats),
    entropy: column(nats),
    rank: column(() => 1 + random.below(9)),
    alternatives: column(() =>
      Array.from({ length: 5 }, () => {
        const id = token();
        return { token: id, text: `p${id}`, logProb: nats() };
      }),
    ),
  });
  const pair = (): PairSignals => ({
    forwardKl: column(nats),
    reverseKl: column(nats),
    jsd: column(nats),
    totalVariation: column(nats),
    logRatio: column(nats),
    sameTop: column(() => random.below(2)),
    rankShift: column(() => random.below(9)),
    overlap: column(() => random.below(5) / 4),
    teacherMass: column(nats),
  });
  const siblings = Array.from({ length: 32 }, (_, sibling) => sibling);
  const large: Experiment = {
    ...experiment,
    rollouts: siblings.map((sibling) => ({
      ...rollout,
      sibling,
      ids: column(token),
      texts: column(() => " word"),
      logProbs: column(nats),
    })),
    verdicts: siblings.map(() => null),
    replays: siblings.map(() => ({
      ...replay,
      sides: replay.sides.map(sideOf),
      divergences: [column(nats)],
      pairs: [pair()],
      noiseFloor: { perToken: column(nats), max: nats() },
    })),
  };
  return { ...session, experiments: [kept(large)] };
}
