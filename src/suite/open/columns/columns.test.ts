/** Columns that a person, or a command, says something of. */
import { describe, expect, test } from "vitest";
import { interpretationName } from "../boxes/box-interpretation.ts";
import type { SuiteFile } from "../files/suite-file.ts";
import { folder } from "../folder-fixture.testing.ts";
import { type GivenInterpretation, openSuite, whyNothing, withGivenColumns } from "../open-suite.ts";
import { parseColumns, printColumns, recognisedColumns } from "./columns.ts";

const size = { width: 640, height: 480 };
const box = { x: 420 / 640, y: 300 / 480, width: 80 / 640, height: 60 / 480 };
const base = { image: "a.png", question: "What colour is it?", answer: "red" };
const lines = (...records: readonly unknown[]) => records.map((record) => JSON.stringify(record)).join("\n");

async function opened(files: readonly SuiteFile[], said?: GivenInterpretation) {
  const suite = await openSuite(files, said);
  if (!suite.ok) throw new Error(suite.fault.message);
  return suite.value;
}

describe("columns that a person names", () => {
  const table = "Bild;Frage;Antwort;left;top;r;b\na.png;Was?;rot;420;300;500;360";
  const text = "image=Bild,question=Frage,answer=Antwort,box=left+top+r+b";
  const parsed = parseColumns(text);
  const columns = parsed.ok ? parsed.value : null;

  test("are read so, and what is recognised is told", async () => {
    const unknown = await opened(folder({ "t.csv": table.replaceAll(";", ","), "a.png": size }));
    expect(whyNothing(unknown)?.message).toContain("Unrecognised columns");
    const named = await withGivenColumns(unknown, {
      image: ["Bild"],
      question: ["Frage"],
      answer: ["Antwort"],
    });
    expect(named.entries).toMatchObject([
      { path: "a.png", question: "Was?", answer: "rot", region: { kind: "none" } },
    ]);
    expect(named.columns).not.toBeNull();
    expect(recognisedColumns(["index", "Image", "file_name", "text", "label"])).toEqual({
      image: ["Image"],
      question: ["text"],
      answer: ["label"],
    });
  });

  test("four columns are a box, and several are the choices", async () => {
    const boxed = table.replace("r;b", "right;bottom");
    const said = parseColumns(text.replace("r+b", "right+bottom"));
    const suite = await opened(folder({ "t.csv": boxed, "a.png": size }), {
      columns: said.ok ? said.value : null,
      boxes: null,
    });
    expect(suite.entries[0]?.region).toEqual({ kind: "box", box });
    const choice = "image,question,one,two,key\na.png,What?,red,blue,red";
    const chosen = parseColumns("choices=one+two,answer=key");
    const offered = await opened(folder({ "t.csv": choice, "a.png": size }), {
      columns: chosen.ok ? chosen.value : null,
      boxes: null,
    });
    expect(offered.entries[0]?.choices).toEqual(["red", "blue"]);
  });

  test("a column that is wrongly recognised gives way, and one that is not there is named", async () => {
    const wrong = lines({ ...base, prompt: "Which hue?" });
    const suite = await opened(folder({ "l.jsonl": wrong, "a.png": size }), {
      columns: { question: ["prompt"] },
      boxes: null,
    });
    expect(suite.entries.map((entry) => entry.question)).toEqual(["Which hue?"]);
    const missing = await openSuite(folder({ "t.csv": table, "a.png": size }), { columns, boxes: null });
    expect(missing.ok).toBe(true);
    // Columns that no one calls so are a box in the order in which they are named.
    const unnamed = missing.ok ? missing.value : null;
    expect(unnamed?.inferredBoxes?.alternatives.map(interpretationName)).toEqual([
      "xyxy-pixels",
      "xyxy-thousandths",
      "xywh-thousandths",
    ]);
    const none = await openSuite(folder({ "t.csv": table, "a.png": size }), {
      columns: { image: ["Foto"] },
      boxes: null,
    });
    expect(none.ok ? "" : none.fault.message).toContain("Bild");
    expect(parseColumns("picture=x").ok).toBe(false);
  });

  test("are written as a command takes them", () => {
    expect(columns === null ? "" : printColumns(columns)).toBe(text);
    expect(printColumns({})).toBe("");
  });
});
