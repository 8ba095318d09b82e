/**
 * Hostile and broken files: 10,000 sessions with random mutations. Opening never throws and reports what is wrong; what opens
 * can be shown, written, linked to and exported.
 */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { extent, patience } from "../../base/proof.testing.ts";
import { changeWords } from "../changes.ts";
import { currentContrast, imageOf, replayIsCurrent, shownExperiment, staleness } from "../derived.ts";
import { tokenTable } from "../exports/token-table.ts";
import { advance, NO_HISTORY } from "../history.ts";
import { joined } from "../join.ts";
import { linkOf } from "../link/link.ts";
import { EMPTY_SESSION } from "../session.ts";
import type { SessionDocument } from "./document.ts";
import { openSession, openSessionText } from "./open.ts";
import { documentOf, sessionText } from "./write.ts";

vi.setConfig({ testTimeout: patience(120_000) });

const fixture = (version: number): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/version-${version}.json`, import.meta.url), "utf8"));

function current(): unknown {
  const opened = openSession(fixture(1));
  if (!opened.ok) throw new Error(opened.fault.message);
  return JSON.parse(sessionText(opened.value));
}

const BASES: readonly unknown[] = [current(), current(), fixture(2), fixture(1)];

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, each]) => pathsOf(each, [...path, name]))];
}

const PATHS = BASES.map((base) => pathsOf(base));
const LONG = "x".repeat(100_001);
const MARKUP = `"><img src=x onerror=alert(1)><script>alert(1)</script>`;

/** Replacement values: odd ones of each kind, including strings with a special meaning. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, true, 0, -1, 1.5, 1e308, -0, 2 ** 53, "", "Infinity", "-Infinity", "NaN", "0", LONG, MARKUP],
    ...[[], {}, [null], [[]], { length: 3 }, "javascript:alert(1)", "data:text/html;base64,PGI+", "../../x"],
    ...["__proto__", "constructor", "crop", "two-images+crop", "own", "topK", "teacher", "1", 3, 4, 99],
  ),
  fc.jsonValue({ maxDepth: 2 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

type Change = "replace" | "remove" | "repeat" | "add" | "empty";

interface Mutation {
  /** Which place to mutate, as a share of all. */
  readonly at: number;
  readonly change: Change;
  readonly value: unknown;
  readonly name: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 0.999999, noNaN: true }),
  change: fc.constantFrom<Change>("replace", "replace", "replace", "remove", "repeat", "add", "empty"),
  value: odd,
  name: fc.constantFrom("__proto__", "constructor", "toString", "extra", "0", "length"),
});

type Bag = Record<string | number, unknown>;

/** A JSON object with that name as its own property, "__proto__" too, as JSON.parse makes it. */
function give(target: Bag, name: string | number, value: unknown): void {
  if (Array.isArray(target) && Number.isNaN(Number(name))) return;
  Object.defineProperty(target, name, { value, configurable: true, enumerable: true, writable: true });
}

function mutate(root: { value: unknown }, path: Path, { change, value, name }: Mutation): void {
  let target = root as unknown as Bag;
  let key: string | number = "value";
  for (const step of path) {
    const next: unknown = target[key];
    if (typeof next !== "object" || next === null || !Object.hasOwn(next, step)) return;
    [target, key] = [next as Bag, step];
  }
  const found = target[key];
  if (change === "remove" && Array.isArray(target)) target.splice(Number(key), 1);
  else if (change === "remove") delete target[key];
  else if (change === "repeat" && Array.isArray(target)) target.push(structuredClone(found));
  else if (change === "add" && typeof found === "object" && found !== null) give(found as Bag, name, value);
  else if (change === "empty" && Array.isArray(found)) target[key] = [];
  else give(target, key, value);
}

/** Everything that the screen and the exports compute from a session. */
function use(session: SessionDocument): void {
  const again = openSessionText(sessionText(documentOf(session)));
  expect(again.ok ? "" : again.fault.message).toBe("");
  for (const part of [imageOf, shownExperiment, currentContrast, staleness, replayIsCurrent, linkOf])
    part(session);
  for (const each of session.experiments) tokenTable(each, session.images[0] ?? null);
  changeWords(EMPTY_SESSION, joined(session, session));
  for (const { id } of session.experiments) advance({ session, history: NO_HISTORY }, { kind: "show", id });
}

test("mutated sessions: none throws, and all that open can be used", () => {
  const mutated = extent(1_000, 50_000, "mutated sessions");
  const count = { opened: 0, refused: 0 };
  fc.assert(
    fc.property(
      fc.nat(BASES.length - 1),
      fc.array(mutation, { minLength: 1, maxLength: 2 }),
      (which, mutations) => {
        const root = { value: structuredClone(BASES[which]) };
        const paths = PATHS[which] as readonly Path[];
        for (const each of mutations) mutate(root, paths[Math.floor(each.at * paths.length)] as Path, each);
        const opened = openSession(root.value);
        if (opened.ok) use(opened.value);
        else {
          expect(opened.fault.message).not.toBe("");
          expect(opened.fault.kind).not.toBe("bug");
        }
        count[opened.ok ? "opened" : "refused"]++;
      },
    ),
    { numRuns: mutated },
  );
  expect(Math.min(count.opened, count.refused)).toBeGreaterThan(0.03 * mutated);
  expect(({} as { extra?: unknown }).extra).toBeUndefined();
});

test("a text that is cut, doubled or nested without end is refused with a message", () => {
  const text = JSON.stringify(current());
  const deep = `{"format":"fovea-session","schema":3,"images":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
  for (const broken of [text.slice(0, -40), text + text, deep, `\u0000${text}`, `${text}<script>`]) {
    const opened = openSessionText(broken);
    expect(opened.ok ? "" : opened.fault.message).not.toBe("");
  }
});
