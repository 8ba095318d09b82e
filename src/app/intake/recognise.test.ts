/** The kind of files by content: real ones of the repository under meaningless names, and broken ones. */
import { readdirSync, readFileSync } from "node:fs";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import type { LocalFile } from "../../source/source.ts";
import vectors from "../../view/header/header.vectors.json" with { type: "json" };
import type { Place } from "../place.ts";
import { kindOfContent } from "./content-kind.ts";
import { recognise } from "./recognise.ts";
import { placeFor, take } from "./take.ts";

const root = new URL("../../../", import.meta.url);
const read = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL(path, root)));
const text = (content: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(content);
const local = (bytes: Uint8Array<ArrayBuffer>, path = "file"): LocalFile => ({
  path,
  file: new File([bytes], path.split("/").at(-1) ?? path),
});
const picture = new Uint8Array(Buffer.from(vectors.files[0]?.file ?? "", "base64"));
const results = read("public/suites/fovea-700/fovea-mini.results.jsonl");
const header = new TextDecoder().decode(results).split("\n", 1)[0] ?? "";

describe("by content alone", () => {
  const cases: readonly (readonly [string, Uint8Array<ArrayBuffer>, string | null])[] = [
    ["a session of the first version", read("src/session/fixtures/version-1.json"), "session"],
    ["a session of the second version", read("src/session/fixtures/version-2.json"), "session"],
    ["a recorded session", read("public/sessions/ocr-1.json"), "session"],
    ["a session that is cut off", read("public/sessions/ocr-1.json").slice(0, 3000), "session"],
    ["results as JSON lines", results, "results"],
    [
      "results marked as sessions are",
      text(header.replace('"fovea":"results"', '"format":"fovea-results"')),
      "results",
    ],
    ["results as a table", text(`# ${header}\nid,dimension\n1,own\n`), "results"],
    ["a training run", text('{"kind":"header","format":"fovea-run","version":1}\n{"kind":"step"}\n'), "run"],
    [
      "a training run whose header is cut off",
      text('{"kind":"header","format":"fovea-run","recipe":{"id'),
      "run",
    ],
    ["the bundled suite", read("public/suites/fovea-700/suite.json"), "suite"],
    ["one question", text('{"image": "a.png", "question": "What?", "answer": "A"}'), "suite"],
    ["questions as JSON lines", text('{"image": "a.png"}\n{"image": "b.png"}\n'), "suite"],
    ["a first line longer than the inspected part", text(`{"image": "${"A".repeat(70_000)}`), "suite"],
    ["a list with a comment and a byte order mark", text('\uFEFF[{"question": "What?"}]'), "suite"],
    ["a table", text("image,question,answer\na.png,What?,B\n"), "suite"],
    ["a table of Excel", text('sep=;\r\n"image";"question"\r\na.png;What?\r\n'), "suite"],
    [
      "a table in UTF-16",
      new Uint8Array(Buffer.from("\uFEFFimage\tquestion\na.png\tWhat?\n", "utf16le")),
      "suite",
    ],
    ["a zip archive", text("PK\x03\x04rest"), "suite"],
    ["parquet", text("PAR1rest"), "suite"],
    ...vectors.files.map(({ format, file }, at) => {
      const bytes = new Uint8Array(Buffer.from(file, "base64"));
      return [`picture ${at}, ${format}`, bytes, "picture"] as const;
    }),
    ["a HEIC photograph, which is then refused by its name", text("\0\0\0\x18ftypheic\0\0\0\0"), "picture"],
    ["a log of verl", text('{"input": "a", "output": "b", "score": 1, "step": 2}\n{"input'), "log"],
    ["one whose first line is long", text(`{"step": ["1"], "prompt": ["${"a".repeat(70_000)}`), "log"],
    ["a log of prime-rl", text('{"schema_version":1,"token_ids":[1],"loss_mask":[true]}\n'), "log"],
    ["lines of tokens and metrics", text('{"tokens":["a"],"metrics":{}}\n'), "log"],
    ["prompts and completions without a step", text('{"prompt": "a", "completion": "b"}\n'), "suite"],
    [
      "the configuration of an adapter of PEFT",
      text('{\n  "bias": "none",\n  "peft_type": "LORA",\n  "r": 4\n}'),
      "model",
    ],
    ["prose", text("Hello, world\nThis is a letter.\n"), null],
    ["bytes of nothing", new Uint8Array([0, 1, 2, 3]), null],
    ["an empty file", new Uint8Array(0), null],
    ["a list of numbers", text("[1, 2, 3]"), null],
  ];
  test.each(cases)("%s", (_, bytes, kind) => {
    expect(kindOfContent(bytes)).toBe(kind);
  });

  const model = readdirSync(new URL("public/models/fovea-nano/", root)).filter(
    (name) => !/README|card/.test(name),
  );
  test.each(model)("%s of a bundled model", (name) => {
    expect(kindOfContent(read(`public/models/fovea-nano/${name}`))).toBe("model");
  });
});

describe("several files", () => {
  test("a table of completions is a log; another one with a folder of logs belongs to them", async () => {
    const parquet = (data: Record<string, unknown[]>) =>
      local(
        new Uint8Array(
          parquetWriteBuffer({
            columnData: Object.entries(data).map(([name, rows]) => ({ name, data: rows })),
          }),
        ),
        `${Object.keys(data).join("-")}.parquet`,
      );
    const completions = parquet({ step: [1], prompt: ["p"], completion: ["c"], reward: [0.5] });
    const questions = parquet({ image: ["a.png"], question: ["What?"] });
    expect(await recognise([questions])).toMatchObject({ ok: true, value: { kind: "suite" } });
    expect(await recognise([completions])).toMatchObject({ ok: true, value: { kind: "log" } });
    expect(await recognise([questions, completions])).toMatchObject({ ok: true, value: { kind: "log" } });
  });

  test("a folder with a list, images and its results is a suite, with all of them", async () => {
    const files = [local(picture, "f/a"), local(results, "f/r"), local(text('[{"image": "a"}]'), "f/l")];
    expect(await recognise(files)).toEqual({ ok: true, value: { kind: "suite", files } });
  });

  test("a model folder is a model, whatever else it contains", async () => {
    const config = local(read("public/models/fovea-nano/config.json"), "m/config.json");
    const files = [local(picture, "m/a.png"), local(text("a,b\nc,d\n"), "m/merges"), config];
    expect(await recognise(files)).toMatchObject({ ok: true, value: { kind: "model", files } });
  });

  test("images keep their order, and other files are left out", async () => {
    const [a, b, prose] = [local(picture, "b.png"), local(picture, "a.png"), local(text("Hello."), "n.txt")];
    expect(await recognise([a, prose, b])).toEqual({ ok: true, value: { kind: "picture", files: [a, b] } });
  });

  test("no file, and no known file, are reported", async () => {
    expect(await recognise([])).toMatchObject({
      ok: false,
      fault: { message: "It contained no file." },
    });
    expect(await recognise([local(text("Hello."), "note.txt")])).toMatchObject({
      ok: false,
      fault: { kind: "badInput", message: "Fovea cannot open note.txt." },
    });
  });
});

describe("opened where it belongs", () => {
  const opened: string[] = [];
  const say = (what: string) => async (file: unknown) => {
    const files = Array.isArray(file) ? file : [file];
    opened.push([what, ...files.map((each) => each.webkitRelativePath ?? each.path)].join(" "));
    return true;
  };
  const takers = {
    openFile: say("picture"),
    sessions: { openFile: say("session") },
    models: { lookInto: say("model") },
    suite: async () => ({ actions: { openFiles: say("suite"), openResults: say("results") } }),
    acuity: async () => ({ actions: { openFile: say("acuity") } }),
    lab: async () => ({ actions: { openFile: say("run") } }),
    items: async () => ({ actions: { openFiles: say("items") } }),
    logs: async () => ({ actions: { openLog: say("log"), openData: say("data") } }),
  } as unknown as Parameters<typeof take>[2];

  test.each([
    ["session", "suite", "playground", "session"],
    ["results", "playground", "suite", "results"],
    ["run", "items", "lab", "run"],
    ["acuity", "suite", "acuity", "acuity"],
    ["suite", "items", "suite", "suite"],
    ["model", "items", "items", "model"],
    ["picture", "suite", "playground", "picture"],
    ["picture", "items", "items", "items"],
    ["log", "suite", "logs", "log"],
    ["suite", "logs", "logs", "data"],
    ["picture", "logs", "logs", "data"],
  ] as const)("a %s dropped on %s opens %s", async (kind, from, to, door) => {
    const place: Place = placeFor({ kind }, from);
    expect(place).toBe(to);
    opened.length = 0;
    const [a, b] = [local(picture, "f/a.png"), local(picture, "f/b.png")];
    const left = await take({ kind, files: [a, b] }, place, takers);
    expect(opened.map((each) => each.split(" ")[0])).toEqual([door]);
    expect(left).toEqual(kind === "picture" && to === "playground" ? [b] : []);
    if (kind === "suite" && from === "items") expect(opened).toEqual(["suite f/a.png f/b.png"]);
  });
});
