/** The recorded runs of the lessons on training are of the shipped weights, and show what the lessons say. */
import { readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { RUN_LIST, RUN_SIZE, type RunName } from "../../src/lesson/exhibits/run-list.ts";
import {
  changeAt,
  changeOver,
  evaluationsAt,
  recordedRun,
  trainingDivergence,
  WATCHED_IMAGE,
  watchedAt,
  wayBetween,
  wayOf,
} from "../../src/lesson/exhibits/runs.ts";
import { parseManifest } from "../../src/model/manifest/manifest.ts";
import { storedWeights } from "../../src/model/weights.ts";

const file = (path: string) => new URL(`../../${path}`, import.meta.url);

test.each(RUN_LIST)(
  "$name is a whole run of the shipped weights; else run npm run examples -- runs",
  ({ name, recipe }) => {
    const { header, steps, evaluations, watched, end, unread } = recordedRun(name);
    const manifest = parseManifest(
      JSON.parse(readFileSync(file(`public/models/${header.model.weights.id}/manifest.json`), "utf8")),
    );
    expect(manifest.ok && storedWeights(manifest.value).sha256).toBe(header.model.weights.sha256);
    expect(header).toMatchObject({ ...RUN_SIZE, recipe });
    const measured = Array.from(
      { length: 1 + RUN_SIZE.steps / RUN_SIZE.every },
      (_, i) => i * RUN_SIZE.every,
    );
    expect(evaluations.map(({ step }) => step)).toEqual(measured);
    expect(steps.map(({ step }) => step)).toEqual(measured.slice(1));
    expect(watched.map(({ step }) => step)).toEqual(
      measured.flatMap((step) => [step, step + 5]).slice(0, -1),
    );
    expect(end?.reason).toBe("finished");
    expect(unread).toBe(0);
  },
);

test("all runs begin with the same answers, watch the same item, and are small", () => {
  const [first] = recordedRun("frozen").evaluations;
  for (const { name } of RUN_LIST) {
    expect(recordedRun(name).evaluations[0]?.views).toEqual(first?.views);
    expect(watchedAt({ run: name, step: 0 })).toEqual(watchedAt({ run: "frozen", step: 0 }));
  }
  expect(WATCHED_IMAGE.width / WATCHED_IMAGE.height).toBeGreaterThan(0.5);
  expect(Buffer.from(WATCHED_IMAGE.base64, "base64").toString("latin1").slice(8, 12)).toBe("WEBP");
  expect(statSync(file("src/lesson/exhibits/runs.recorded.json")).size).toBeLessThan(1_500_000);
});

test("changes are counted from one evaluation to another", () => {
  const { before, now } = evaluationsAt({ run: "frozen", step: RUN_SIZE.every + 3 });
  expect([before.step, now.step]).toEqual([0, RUN_SIZE.every]);
  const { gained, lost, difference } = changeAt({ run: "frozen", step: RUN_SIZE.every }, "global");
  const rise = now.views.global.accuracy.mean - before.views.global.accuracy.mean;
  expect((gained - lost) / now.items).toBeCloseTo(rise, 9);
  expect(difference.mean).toBeCloseTo(rise, 9);
  expect(changeAt({ run: "frozen", step: 0 }, "regional")).toMatchObject({ gained: 0, lost: 0 });
});

test("the run raises accuracy from the full image and costs some from the crop; its watched item comes and goes", () => {
  expect(changeOver("frozen", "global").difference.low).toBeGreaterThan(0);
  expect(changeOver("frozen", "regional").difference.mean).toBeLessThan(0);
  const { watched } = recordedRun("frozen");
  expect(watched.filter(({ right }) => right).map(({ step }) => step)).toEqual([5, 10, 15, 40]);
});

test("a wrong crop and too high a rate cost accuracy, and the wrong crop's divergence is the lowest of all", () => {
  expect([wayOf("frozen", "global"), wayOf("wrong", "global"), wayOf("fast", "regional")]).toEqual([0, 2, 2]);
  expect(wayBetween("wrong", "frozen", "global")).toBe(2);
  expect(wayBetween("current", "frozen", "global")).toBe(1);
  const last = (name: RunName) => trainingDivergence(name).at(-1)?.[1] ?? 0;
  for (const name of ["frozen", "current", "fast"] as const)
    expect(last(name)).toBeGreaterThan(2 * last("wrong"));
});
