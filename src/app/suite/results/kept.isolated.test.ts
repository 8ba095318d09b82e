/** What outlives a reload and a new run: results line by line, and the runs before. The browser's store is a list here. */
import { beforeEach, expect, test, vi } from "vitest";
import { pngHeader } from "../../../suite/open/folder-fixture.testing.ts";
import { openedSmall } from "../small-suite.testing.ts";

const lists = vi.hoisted(() => new Map<string, { key: number; value: object }[]>());
vi.mock("./kept-store.ts", () => ({
  async withKept(kind: string, _: string, work: (store: object) => unknown) {
    const list = lists.get(kind) ?? [];
    lists.set(kind, list);
    const key = (list.at(-1)?.key ?? 0) + 1;
    const add = (value: object | string) =>
      list.push({ key, value: typeof value === "string" ? new String(value) : { ...value, id: key } });
    const store = {
      add,
      put: add,
      get: () => undefined,
      clear: () => void list.splice(0),
      getAll: () => list.map(({ value }) => (value instanceof String ? value.toString() : value)),
      delete: (id: number) => void list.splice(0, list.length, ...list.filter((each) => each.key !== id)),
    };
    return { ok: true, value: work(store) };
  },
}));

beforeEach(() => {
  lists.clear();
  vi.stubGlobal("document", { baseURI: "http://localhost/" });
  vi.stubGlobal("fetch", async () => new Response("", { status: 404 }));
});

const rows = ["left", "middle", "right"].map((where) => ({
  id: where,
  image: "table.png",
  question: `What stands on the ${where}?`,
  answer: "cup",
  bbox: [0, 0, 20, 20],
}));

const inFolder = (file: File): File => Object.assign(file, { webkitRelativePath: `table/${file.name}` });

/** The suite as a person opens it. */
const files = () => [
  inFolder(new File([rows.map((row) => JSON.stringify(row)).join("\n")], "list.jsonl")),
  inFolder(new File([new Uint8Array(pngHeader({ width: 80, height: 40 }))], "table.png")),
];

/** A page that was just loaded. */
async function visit() {
  const page = openedSmall();
  page.store.setState({ source: { kind: "none" } });
  await page.actions.restore();
  return page;
}

const ids = ({ store }: Awaited<ReturnType<typeof visit>>) => store.getState().items.map(({ id }) => id);

test("a run that was broken off goes on after a reload: nothing is lost, nothing is asked twice", async () => {
  const first = await visit();
  await first.actions.openFiles(files());
  const leave = first.store.subscribe(({ items }) => {
    if (items.length !== 2) return;
    leave();
    first.actions.stop();
  });
  await first.actions.start();
  expect(ids(first)).toEqual(["left", "middle"]);

  const second = await visit();
  expect(ids(second)).toEqual(["left", "middle"]);
  await second.actions.openFiles(files());
  expect(second.store.getState().run).toMatchObject({ phase: { kind: "ready" }, done: 2 });
  await second.actions.resume();
  expect(second.store.getState().run?.phase.kind).toBe("finished");
  expect(ids(second)).toEqual(["left", "middle", "right"]);
  expect(lists.get("lines")).toHaveLength(1 + rows.length);
});

test("asked anew, the former run can be compared with, also after a reload", async () => {
  const first = await visit();
  await first.actions.openFiles(files());
  await first.actions.start();
  expect(first.store.getState().runs).toEqual([]);
  await first.actions.start();
  expect(first.store.getState().runs).toMatchObject([{ model: "w", suite: "table", items: 3 }]);

  const second = await visit();
  const [run] = second.store.getState().runs;
  second.actions.compareWithRun(run?.id ?? -1, "run until noon");
  const { second: compared } = second.store.getState();
  expect(compared).toMatchObject({
    name: "run until noon",
    results: { header: { suite: { title: "table" } } },
  });
  expect(compared?.results.items.map(({ id }) => id)).toEqual(["left", "middle", "right"]);
  await second.actions.compareWith(new File([""], "empty.results.jsonl"));
  expect(second.store.getState().fault?.message).toContain("empty");
});

test("an earlier run is shown again, as its results file would be", async () => {
  const first = await visit();
  await first.actions.openFiles(files());
  await first.actions.start();
  await first.actions.start();

  const third = await visit();
  await third.actions.openBundled();
  expect(ids(third)).toEqual([]);
  const [run] = third.store.getState().runs;
  await third.actions.openRun(run?.id ?? -1);
  expect(third.store.getState().header?.suite.title).toBe("table");
  expect(ids(third)).toEqual(["left", "middle", "right"]);
});
