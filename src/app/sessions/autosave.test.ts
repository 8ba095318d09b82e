/** What is saved, when and under which id; and that a full store loses nothing that was saved before. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { failure, success } from "../../base/outcome.ts";
import type { Command } from "../../session/command.ts";
import type { DocumentImage } from "../../session/document/document.ts";
import { openSessionText } from "../../session/document/open.ts";
import { advance, undone } from "../../session/history.ts";
import { type AppStore, createAppStore } from "../state.ts";
import { type Autosave, createAutosave } from "./autosave.ts";
import type { SavedSession, SessionBytes, SessionStore } from "./session-store.ts";

const fixture = new URL("../../session/fixtures/version-1.json", import.meta.url);
const opened = openSessionText(readFileSync(fixture, "utf8"));
if (!opened.ok) throw new Error(opened.fault.message);
const { format: _, schema: __, ...base } = opened.value;
const own: DocumentImage = { ...(base.images[0] as DocumentImage), origin: { kind: "own" } };
const session = { ...base, images: [own] };

let store: AppStore;
let autosave: Autosave;
let full: boolean;
let saved: Map<string, readonly [SavedSession, SessionBytes]>;
const sessionStore: SessionStore = {
  async keep(kept, bytes) {
    if (full) return failure("quota", "full");
    saved.set(kept.slot, [kept, bytes]);
    return success(null);
  },
  list: async () => success([...saved.values()].map(([kept]) => kept)),
  read: async (savedId) => success(saved.get(savedId)?.[1] ?? null),
  async forget(savedId) {
    saved.delete(savedId);
    return success(null);
  },
};
const apply = (command: Command) => store.setState(advance(store.getState(), command));
const questionIn = (savedId: string): string | undefined => {
  const text = saved.get(savedId)?.[1].text;
  const kept = text === undefined ? null : openSessionText(text);
  return kept?.ok ? kept.value.plan?.question : undefined;
};
const ask = (question: string) => apply({ kind: "setQuestion", question });
const rest = () => vi.advanceTimersByTimeAsync(2000);

beforeEach(() => {
  vi.useFakeTimers();
  [full, saved] = [false, new Map()];
  store = createAppStore();
  autosave = createAutosave(
    store,
    sessionStore,
    new Map([[own.id, { blob: new Blob(["x"]) }]]),
    "a",
    () => undefined,
  );
  store.setState({ session });
  autosave.settle("a");
});
afterEach(() => vi.useRealTimers());

test("what was only opened is not saved; a change is, once it rests, with the person's own images", async () => {
  await rest();
  expect(saved.size).toBe(0);
  for (const question of ["W", "Wh", "Why?"]) ask(question);
  expect(store.getState().keeping.kind).toBe("keeping");
  expect(saved.size).toBe(0);
  await rest();
  expect(questionIn("a")).toBe("Why?");
  expect(saved.get("a")?.[0]).toMatchObject({ pictures: [own.id], experiments: 1 });
  expect([...(saved.get("a")?.[1].pictures.keys() ?? [])]).toEqual([own.id]);
  expect(store.getState().keeping.kind).toBe("kept");
});

test("what is changed before its id is known is saved as well", async () => {
  store = createAppStore();
  const late = createAutosave(
    store,
    sessionStore,
    new Map([[own.id, { blob: new Blob(["x"]) }]]),
    "b",
    () => undefined,
  );
  store.setState({ session });
  ask("Already?");
  await rest();
  expect(saved.size).toBe(0);
  late.settle("c");
  await rest();
  expect(questionIn("c")).toBe("Already?");
});

test("leaving the page saves what has not rested yet", async () => {
  ask("Now?");
  await autosave.flush();
  expect(questionIn("a")).toBe("Now?");
});

test("another session is saved under an id of its own, and undo goes back to the previous one", async () => {
  ask("First?");
  autosave.moveTo("b");
  apply({ kind: "openSession", session: { ...session } });
  ask("Second?");
  await rest();
  expect([questionIn("a"), questionIn("b")]).toEqual(["First?", "Second?"]);
  store.setState(undone(store.getState()));
  store.setState(undone(store.getState()));
  ask("First again?");
  await rest();
  expect([questionIn("a"), questionIn("b")]).toEqual(["First again?", session.plan?.question]);
});

test("a full store is a named fault; what was saved stays, and the next change tries again", async () => {
  ask("Kept?");
  await rest();
  full = true;
  ask("Lost?");
  await rest();
  expect(store.getState()).toMatchObject({ keeping: { kind: "failed" }, fault: { kind: "quota" } });
  expect(questionIn("a")).toBe("Kept?");
  expect(store.getState().session.plan?.question).toBe("Lost?");
  full = false;
  ask("Kept again?");
  await rest();
  expect([questionIn("a"), store.getState().keeping.kind]).toEqual(["Kept again?", "kept"]);
});
