/** The exported logits are the replay's own, row for row, and anyone can recompute its numbers from the two files. */
import { given } from "../../../evidence/column.ts";
import "../../../base/dispose.ts";
import * as ort from "onnxruntime-web/wasm";
import { expect, test, vi } from "vitest";
import {
  answerAndReplay,
  contrast,
  loadedFor,
  value,
} from "../../../../scripts/model/testing/loaded-model.testing.ts";
import { openFolder } from "../../../../scripts/model/testing/open-folder.testing.ts";
import { testPicture } from "../../../../scripts/model/vectors/test-picture.testing.ts";
import { writeTrio } from "../../../../scripts/model/write-trio.ts";
import { success } from "../../../base/outcome.ts";
import { logitsNames } from "../../../evidence/logits-file.ts";
import { smallConfig } from "../../../graph/config.ts";
import { forwardKl } from "../../../math/loss/divergence.ts";
import { logSoftmax } from "../../../math/rows/logits.ts";
import { unqueued } from "../queue/unqueued.testing.ts";
import { exportLogits } from "./export-logits.ts";

vi.setConfig({ testTimeout: 60_000 });

/** Rows of a NumPy file of float32, read by its own header. */
async function rowsOf(npy: Blob): Promise<readonly Float32Array[]> {
  const bytes = await npy.arrayBuffer();
  const start = 10 + new DataView(bytes).getUint16(8, true);
  const header = new TextDecoder("latin1").decode(bytes.slice(0, start));
  const [rows = 0, columns = 0] = (/\((\d+), (\d+)\)/.exec(header) ?? []).slice(1).map(Number);
  return Array.from(
    { length: rows },
    (_, row) => new Float32Array(bytes.slice(start + row * columns * 4, start + (row + 1) * columns * 4)),
  );
}

test("both sides' files give the replay's log-probabilities and divergence again", async () => {
  const model = value(await openFolder({ ort }, await writeTrio({ config: smallConfig, seed: 7 })));
  const loaded = loadedFor(model, testPicture(61, 45, 2));
  const { rollout, replay } = await answerAndReplay(loaded);
  const teacher = contrast.others[0]?.showing ?? contrast.student;
  const read = async (role: "student" | "teacher", showing: typeof teacher) => {
    const request = { name: "first answer", rollout, role, showing };
    const files = value(await exportLogits(loaded, request, unqueued(), () => undefined));
    if (files === null) throw new Error("cancelled");
    expect(files).toMatchObject({
      npyName: `first-answer.${role}.logits.npy`,
      cardName: `first-answer.${role}.logits.json`,
      card: {
        file: `first-answer.${role}.logits.npy`,
        shape: [rollout.ids.length, smallConfig.vocab_size],
        temperature: 1,
        tokenIds: rollout.ids,
        role,
        showing,
        run: loaded.card,
      },
    });
    return (await rowsOf(files.npy)).map((row) => logSoftmax(row));
  };
  const [p, q] = [await read("student", contrast.student), await read("teacher", teacher)];
  expect([p.length, q.length]).toEqual([rollout.ids.length, rollout.ids.length]);
  for (const [t, id] of rollout.ids.entries()) {
    const [mine, theirs] = [p[t] as Float64Array, q[t] as Float64Array];
    expect(Math.abs((mine[id] ?? 0) - (rollout.logProbs[t] ?? 0))).toBeLessThan(1e-4);
    expect(Math.abs(forwardKl(mine, theirs) - (given(replay.pairs[1]?.forwardKl)[t] ?? 0))).toBeLessThan(
      1e-4,
    );
  }
});

test("a stop leaves no file; a name becomes a file's name", async () => {
  const model = value(await openFolder({ ort }, await writeTrio({ config: smallConfig, seed: 7 })));
  const loaded = loadedFor(model, testPicture(61, 45, 2));
  const { rollout } = await answerAndReplay(loaded);
  const request = { name: "x", rollout, role: "student", showing: contrast.student } as const;
  const stopped = await exportLogits(loaded, request, unqueued(AbortSignal.abort()), () => undefined);
  expect(stopped).toEqual(success(null));
  expect(logitsNames("../../été 3/a", "floor").npy).toBe("été-3-a.floor.logits.npy");
  expect(logitsNames("/", "floor").card).toBe("rollout.floor.logits.json");
});
