/** Sessions as documents: nothing is lost on the way to a file and back, and nothing that is no session is accepted. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, describe, expect, test, vi } from "vitest";
import { sessionJsonSchema, sessionSchemaPath } from "../../../scripts/docs/session-json-schema.ts";
import type { Outcome } from "../../base/outcome.ts";
import { extent, patience } from "../../base/proof.testing.ts";
import { gateChoices, gates, usualChoices } from "../../gate/catalog.ts";
import { anySession } from "../arbitrary.testing.ts";
import { largeSession } from "../large.testing.ts";
import { migrations } from "../migrations/migrations.ts";
import { CURRENT_SCHEMA, type SessionDocument } from "./document.ts";
import { openSession, openSessionText } from "./open.ts";
import { kept, sessionText } from "./write.ts";

// Thousands of sessions, and a large one: seconds on a busy machine.
vi.setConfig({ testTimeout: patience(60_000) });

const root = new URL("../../../", import.meta.url);
const fixture = (version: number) =>
  readFileSync(new URL(`src/session/fixtures/version-${version}.json`, root), "utf8");

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.value;
}

describe("round trips", () => {
  test("opening what was written gives the session back", () => {
    fc.assert(
      fc.property(anySession, (session) => {
        expect(value(openSessionText(sessionText(session)))).toEqual(session);
      }),
      { numRuns: extent(40, 1500, "random sessions") },
    );
  });

  test("opening does not modify its argument", () => {
    fc.assert(
      fc.property(anySession, (session) => {
        const stored: unknown = JSON.parse(sessionText(session));
        const before = JSON.stringify(stored);
        openSession(stored);
        expect(JSON.stringify(stored)).toBe(before);
      }),
      { numRuns: 30 },
    );
  });

  test("measurements keep six decimals, settings keep all digits, ids stay whole", () => {
    const session = value(openSessionText(fixture(1)));
    const [experiment] = session.experiments;
    if (experiment === undefined) throw new Error("no experiment");
    const fine = { ...experiment.plan, box: { x: 1 / 3, y: 0, width: 1 / 7, height: 1 } };
    const rollouts = experiment.rollouts.map((rollout) => ({
      ...rollout,
      ids: rollout.ids.map((id) => (id + 1_234_567) as typeof id),
      logProbs: rollout.logProbs.map((nats) => (nats * 1.23456789) as typeof nats),
    }));
    const short = kept({ ...experiment, plan: fine, rollouts });
    expect(short.plan.box).toEqual(fine.box);
    expect(short.rollouts[0]?.ids).toEqual([1_234_608, 1_234_573]);
    expect(short.rollouts[0]?.logProbs).toEqual([-0.855737, -0.001481]);
  });

  test("a NaN is refused on writing", () => {
    const session = value(openSessionText(fixture(1)));
    const [experiment] = session.experiments;
    const broken = { ...experiment, plan: { ...experiment?.plan, box: { x: Number.NaN } } };
    const experiments = [broken] as unknown as SessionDocument["experiments"];
    expect(() => sessionText({ ...session, experiments })).toThrow("NaN");
  });
});

describe("migrations", () => {
  const spies = migrations.map((migration) => vi.spyOn(migration, "migrate"));
  afterAll(() => {
    // Runs last: a migration that no fixture went through is untested.
    for (const spy of spies) expect(spy).toHaveBeenCalled();
  });

  test("are numbered without a gap, up to the current version", () => {
    expect(migrations.map(({ from }) => from)).toEqual(migrations.map((_, i) => i + 1));
    expect(migrations.length + 1).toBe(CURRENT_SCHEMA);
  });

  test.each(migrations.map(({ from, what }) => [from, what] as const))(
    "a session of version %i opens (%s)",
    (from) => {
      const session = value(openSessionText(fixture(from)));
      expect(session.schema).toBe(CURRENT_SCHEMA);
      expect(value(openSessionText(sessionText(session)))).toEqual(session);
    },
  );

  test("version 1: its image, its plan, its answer and its replay are all there", () => {
    const session = value(openSessionText(fixture(1)));
    const [image] = session.images;
    const [experiment] = session.experiments;
    expect(image).toMatchObject({ name: "A street", answer: "The red sign says K7P.", inline: null });
    expect(experiment?.plan).toMatchObject({
      question: "What does the red sign say?",
      student: [{ kind: "marked", hint: true }],
      others: [{ role: "teacher", recipe: [{ kind: "crop", margin: 0, scale: 2 }] }],
      size: { width: 1024, height: 768 },
    });
    expect(experiment?.rollouts).toMatchObject([
      { texts: [" K7P", "<end_of_utterance>"], sampler: { topK: 0 }, sibling: 0, forced: 0 },
    ]);
    expect(experiment?.rollouts[0]?.showing.parts.map(({ kind }) => kind)).toEqual(["picture", "text"]);
    const replay = experiment?.replays[0];
    expect(replay?.divergences).toEqual([[0.1436, 0.0002]]);
    expect(replay?.sides[0]?.alternatives[0]?.map(({ text }) => text)).toEqual([" K7P", " K1P"]);
    expect(replay?.sides[0]?.alternatives[1]?.[1]?.logProb).toBe(-Infinity);
  });

  test("version 1 before anything was asked, and before an image was open", () => {
    const one = JSON.parse(fixture(1));
    const asked = value(openSession({ ...one, rollout: null, replay: null }));
    expect(asked.experiments[0]).toMatchObject({ rollouts: [], verdicts: [], replays: [] });
    const empty = value(openSession({ schema: 1, image: null, plan: null, rollout: null, replay: null }));
    expect(empty).toMatchObject({ images: [], experiments: [] });
  });
});

describe("documents that grow", () => {
  const stored = (): ReturnType<typeof JSON.parse> =>
    JSON.parse(sessionText(value(openSessionText(fixture(3)))));

  test("additions of a later version are written back unchanged", () => {
    const session = stored();
    const [experiment] = session.experiments;
    const [first] = experiment.replays.filter((each: unknown) => each !== null);
    const later = { knob: 1 / 3, of: ["a", null, { deeper: "Infinity" }] };
    session.settings.gates["a-later-gate"] = later;
    session.settings.more = later;
    Object.assign(session.settings.divergence, { kind: "later", number: 1 / 3 });
    first.pairs[0].laterColumn = { digits: [1 / 3, "Infinity"] };
    const [reading] = experiment.gates;
    experiment.gates.push({ ...reading, gate: "a-later-gate", settings: later });
    const opened = value(openSession(session));
    expect(JSON.parse(sessionText(opened))).toEqual(session);
    expect(gateChoices(opened.settings.gates).map(({ gate }) => gate)).toEqual(gates.map(({ id }) => id));
  });

  test("a missing gate, setting or column is no error: gates take their defaults, columns are unknown", () => {
    const session = stored();
    session.settings.gates = { "v-zero": { alpha: 0.25 } };
    for (const replay of session.experiments[0].replays)
      for (const pair of replay?.pairs ?? []) delete pair.jsd;
    const opened = value(openSession(session));
    expect(gateChoices(opened.settings.gates)[0]).toEqual({
      gate: "v-zero",
      settings: { ...gates[0]?.start, alpha: 0.25 },
    });
    expect(gateChoices(opened.settings.gates).slice(1)).toEqual(usualChoices.slice(1));
    expect(opened.experiments[0]?.replays.every((replay) => replay?.pairs[0]?.jsd === undefined)).toBe(true);
  });

  test.each([
    [
      "a gate's setting",
      (s) => Object.assign(s.settings.gates, { "v-zero": { alpha: "much" } }),
      "gates.v-zero",
    ],
    [
      "a known gate's weights",
      (s) => delete s.experiments[0].gates[0].weights,
      "experiments.0.gates.0.weights",
    ],
    ["a column's length", (s) => s.experiments[0].replays[0].pairs[0].jsd.pop(), "columns are not all of"],
  ] as readonly [string, (session: ReturnType<typeof JSON.parse>) => unknown, string][])(
    "%s that is wrong is still reported",
    (_, change, words) => {
      const session = stored();
      change(session);
      expect(openSession(session)).toMatchObject({
        ok: false,
        fault: { kind: "corrupt", message: expect.stringContaining(words) },
      });
    },
  );
});

describe("a file that is no session ends in a named fault", () => {
  const good = sessionText(value(openSessionText(fixture(1))));
  const changed = (change: (session: ReturnType<typeof JSON.parse>) => unknown): string => {
    const session = JSON.parse(good);
    change(session);
    return JSON.stringify(session);
  };

  test.each([
    ["nothing", "", "corrupt", "empty"],
    ["a page", "<!doctype html>", "badInput", "not a Fovea session"],
    ["a picture", "\u0089PNG\r\n", "badInput", "not a Fovea session"],
    ["a list", "[]", "badInput", "not a Fovea session"],
    ["other JSON", '{"schema": 1, "name": "x"}', "badInput", "not a Fovea session"],
    ["JSON with a hole", '{"format": "fovea-session",, "schema": 2}', "corrupt", "not valid JSON"],
    ["a newer version", changed((s) => Object.assign(s, { schema: 5 })), "unsupported", "version 5"],
    [
      "a version that is none",
      changed((s) => Object.assign(s, { schema: "3" })),
      "badInput",
      "not a Fovea session",
    ],
    [
      "a missing token",
      changed((s) => s.experiments[0].rollouts[0].ids.pop()),
      "corrupt",
      "experiments.0.rollouts.0: its tokens, texts and log-probabilities",
    ],
    [
      "a ragged replay",
      changed((s) => s.experiments[0].replays[0].sides[1].entropy.pop()),
      "corrupt",
      "experiments.0: the replay of answer 0: its columns are not all of 2 tokens",
    ],
    [
      "a view that nobody knows",
      changed((s) => Object.assign(s.experiments[0].plan, { student: "upside-down" })),
      "corrupt",
      "experiments.0.plan.student: There is no view",
    ],
    [
      "an image elsewhere",
      changed((s) => Object.assign(s.images[0], { inline: "https://example.org/x.png" })),
      "corrupt",
      "images.0.inline",
    ],
    [
      "a drawing that could run",
      changed((s) => Object.assign(s.images[0], { inline: "data:image/svg+xml;base64,PHN2Zz4=" })),
      "corrupt",
      "images.0.inline",
    ],
    [
      "a question about no image",
      changed((s) => Object.assign(s, { images: [] })),
      "corrupt",
      "an image that is not listed",
    ],
    ["two of one name", changed((s) => s.experiments.push(s.experiments[0])), "corrupt", "two experiments"],
    ["version 1, damaged", fixture(1).replace('"pictures"', '"picture"'), "corrupt", "of version 1"],
  ] as const)("%s", (_, text, kind, sentence) => {
    const outcome = openSessionText(text);
    expect(outcome).toMatchObject({ ok: false, fault: { kind, message: expect.stringContaining(sentence) } });
  });

  test("a file cut off anywhere is reported as such", () => {
    for (let end = 1; end < good.trimEnd().length; end += 17) {
      const outcome = openSessionText(good.slice(0, end));
      expect(outcome).toMatchObject({ ok: false, fault: { kind: "corrupt" } });
      if (!outcome.ok) expect(outcome.fault.message).toContain("cut off");
    }
  });

  test("a newer session is refused and left as it was, with advice", () => {
    const newer = changed((session) => Object.assign(session, { schema: 99, more: { kept: true } }));
    expect(openSessionText(newer)).toMatchObject({
      ok: false,
      fault: { kind: "unsupported", hint: expect.stringContaining("The file is unchanged.") },
    });
  });

  test("after any change in a file, opening never throws, and what opens can be written", () => {
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.string({ maxLength: 3 }), fc.nat(9), (at, put, drop) => {
        const outcome = openSessionText(good.slice(0, at) + put + good.slice(at + drop));
        if (outcome.ok) expect(openSessionText(sessionText(outcome.value)).ok).toBe(true);
        else expect(outcome.fault.kind).not.toBe("bug");
      }),
      { numRuns: extent(500, 20000, "changed sessions") },
    );
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        expect(openSession(anything).ok).toBe(false);
      }),
    );
  });
});

test("32 answers of 512 tokens are at most 5 MB", () => {
  const text = sessionText(largeSession(value(openSessionText(fixture(1)))));
  expect(openSessionText(text).ok).toBe(true);
  expect(text.length).toBeLessThan(5e6);
});

test("the published JSON Schema matches the code; otherwise run node scripts/docs/write-schema.mjs", () => {
  expect(readFileSync(new URL(sessionSchemaPath, root), "utf8")).toBe(sessionJsonSchema());
});
