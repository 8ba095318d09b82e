/** The maps' actions over a fake engine whose answer depends on one secret place. */
import { beforeEach, expect, test, vi } from "vitest";
import type { ImageId, ModelId, Nats, TokenId } from "../../base/ids.ts";
import { success } from "../../base/outcome.ts";
import type { Engines } from "../../engine/engines.ts";
import type { LocalEngine } from "../../engine/local/client.ts";
import type { AttentionRequest } from "../../evidence/maps/attention.ts";
import type { Replay, ReplayRequest } from "../../evidence/replay.ts";
import { GREEDY, type Rollout } from "../../evidence/rollout.ts";
import { regionalToGlobal, showingOf } from "../../evidence/views/plan.ts";
import { picturesOf, type Showing } from "../../evidence/views/showing.ts";
import { intersection } from "../../view/box.ts";
import { createAppServices } from "../services.ts";
import { createAppStore } from "../state.ts";
import { createAttribution } from "./create-attribution.ts";

beforeEach(() => vi.stubGlobal("document", { baseURI: "http://localhost/" }));

const plan = regionalToGlobal({
  model: "m" as ModelId,
  boxWords: null,
  image: "i" as ImageId,
  size: { width: 800, height: 600 },
  box: { x: 0.1, y: 0.1, width: 0.2, height: 0.2 },
  question: "What?",
});
const rollout = {
  showing: showingOf(plan, plan.student),
  sampler: GREEDY,
  sibling: 0,
  forced: 0,
  ids: [5, 6] as TokenId[],
  texts: [" a", " b"],
  logProbs: [0, 0] as Nats[],
  end: "length",
} as unknown as Rollout;

const SECRET = { x: 0.8, y: 0.8, width: 0.05, height: 0.05 };

/** The second token loses two nats when the secret is covered. */
function logProbs(showing: Showing): readonly number[] {
  const edits = picturesOf(showing)[0]?.edits ?? [];
  const hidden = edits.some(
    (edit) =>
      edit.kind === "degrade" && edit.within !== undefined && intersection(edit.within, SECRET) !== null,
  );
  return [0, hidden ? -2 : 0];
}

function setUp(onReplay: (replays: number) => void = () => undefined) {
  const store = createAppStore();
  const experiment = { id: "1", plan, rollouts: [rollout], replays: [null], verdicts: [null] };
  const session = { ...store.getState().session, plan, experiments: [experiment], shown: "1" };
  store.setState({ session: session as never });
  let replays = 0;
  const asked: AttentionRequest[] = [];
  const client: object = {
    async compare({ contrast }: ReplayRequest, signal: AbortSignal) {
      replays += contrast.others.length;
      onReplay(replays);
      const sides = [contrast.student, ...contrast.others.map(({ showing }) => showing)];
      const end = signal.aborted ? "cancelled" : "done";
      return success([
        { end, sides: sides.map((side) => ({ logProb: logProbs(side) })) } as unknown as Replay,
      ]);
    },
    async attention(request: AttentionRequest) {
      asked.push(request);
      return success({ ...request, layers: [] });
    },
  };
  return {
    store,
    attribution: createAttribution({
      ...createAppServices(store),
      client: { ...client, background: client } as LocalEngine,
      engines: { ...client, background: client } as unknown as Engines,
    }),
    asked,
  };
}

test("one replay is timed, then the map is computed to its end and peaks at the secret", async () => {
  const { attribution } = setUp();
  await attribution.actions.measureOne();
  expect(attribution.store.getState().run).toMatchObject({ phase: "ready", needs: [0, 2] });
  await attribution.actions.draw();
  const { run } = attribution.store.getState();
  expect(run?.phase).toBe("done");
  expect(run?.map.measured).toHaveLength(72);
  const costly = run?.map.measured.filter(({ losses }) => losses[1] === 2) ?? [];
  expect(costly[0]).toMatchObject({ level: 0, row: 4, column: 6 });
});

test("stopping keeps what was measured, and the map continues from there", async () => {
  let stop: () => unknown = () => undefined;
  const { attribution } = setUp((replays) => replays >= 20 && stop());
  stop = attribution.actions.stop;
  await attribution.actions.measureOne();
  await attribution.actions.draw();
  const cut = attribution.store.getState().run;
  expect(cut?.phase).toBe("stopped");
  expect(cut?.map.measured.length).toBeLessThan(48);
  stop = () => undefined;
  await attribution.actions.draw();
  expect(attribution.store.getState().run).toMatchObject({ phase: "done" });
  expect(attribution.store.getState().run?.map.measured).toHaveLength(72);
});

test("another question on the screen stops the map", async () => {
  const { attribution, store } = setUp((replays) => {
    if (replays < 10) return;
    const { session } = store.getState();
    store.setState({ session: { ...session, shown: null } });
  });
  await attribution.actions.measureOne();
  await attribution.actions.draw();
  expect(attribution.store.getState().run?.map.measured.length).toBeLessThan(48);
});

test("attention is read once for the current view, and again when the box has moved", async () => {
  const { attribution, store, asked } = setUp();
  await attribution.actions.readAttention();
  await attribution.actions.readAttention();
  expect(asked).toHaveLength(1);
  const { session } = store.getState();
  store.setState({ session: { ...session, plan: { ...plan, box: SECRET } } });
  await attribution.actions.readAttention();
  expect(asked.map(({ box }) => box)).toEqual([plan.box, SECRET]);
});
