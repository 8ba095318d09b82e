import { expect, test } from "vitest";
import type { ImageId, ModelId } from "../base/ids.ts";
import { regionalToGlobal } from "../evidence/views/plan.ts";
import type { Command } from "./command.ts";
import { advance, NO_HISTORY, redone, settled, type Timeline, undone } from "./history.ts";
import { EMPTY_SESSION } from "./session.ts";

const plan = regionalToGlobal({
  model: "m" as ModelId,
  boxWords: null,
  image: "i" as ImageId,
  size: { width: 100, height: 100 },
  box: { x: 0.1, y: 0.1, width: 0.2, height: 0.2 },
  question: "What?",
});
const image = {
  id: plan.image,
  name: "n",
  alt: "a",
  size: plan.size,
  origin: { kind: "own" },
  answer: null,
  notes: [],
  inline: null,
} as const;
const start: Timeline = advance(
  { session: EMPTY_SESSION, history: NO_HISTORY },
  { kind: "openImage", image, plan },
);

const boxAt = (x: number): Command => ({ kind: "setBox", box: { ...plan.box, x } });
const ask = (question: string): Command => ({ kind: "setQuestion", question });
const settle = ({ session, history }: Timeline): Timeline => ({ session, history: settled(history) });

test("undo and redo move through the settings, and stop at the ends", () => {
  const moved = settle(advance(start, boxAt(0.5)));
  const asked = advance(moved, ask("Why?"));
  expect(undone(asked).session).toBe(moved.session);
  expect(undone(undone(asked)).session).toBe(start.session);
  expect(redone(redone(undone(undone(asked)))).session).toBe(asked.session);
  expect(redone(asked)).toEqual(asked);
  const first = undone(undone(undone(asked)));
  expect(first.session).toBe(EMPTY_SESSION);
  expect(undone(first)).toEqual(first);
});

test("a drag is one step, a second drag another", () => {
  const dragged = settle(advance(advance(start, boxAt(0.3)), boxAt(0.4)));
  expect(undone(dragged).session).toBe(start.session);
  const again = advance(dragged, boxAt(0.2));
  expect(undone(again).session).toBe(dragged.session);
});

test("a new step discards what was undone; colouring the tokens is no step", () => {
  const back = undone(advance(start, boxAt(0.5)));
  expect(back.history.future).toHaveLength(1);
  expect(advance(back, { kind: "setSignal", signal: "logRatio" }).history).toBe(back.history);
  expect(advance(back, ask("Why?")).history.future).toEqual([]);
});

test("the plotted lines are stored, and removing the last leaves no trace", () => {
  const drawn = advance(start, { kind: "setLines", lines: ["logRatio"] });
  expect(drawn.session.settings.lines).toEqual(["logRatio"]);
  expect(drawn.history).toBe(start.history);
  expect(advance(drawn, { kind: "setLines", lines: [] }).session.settings).toEqual(start.session.settings);
});

test("a command without an effect is no step, and the number of steps is limited", () => {
  expect(advance(start, { kind: "show", id: "9" }).history).toBe(start.history);
  const many = Array.from({ length: 150 }, (_, i) => i).reduce(
    (timeline, i) => settle(advance(timeline, boxAt(i / 1000))),
    start,
  );
  expect(many.history.past).toHaveLength(100);
});
