import fc from "fast-check";
import { expect, test } from "vitest";
import { csvLine, parseCsv } from "./csv.ts";

function cellsOf(text: string): readonly (readonly string[])[] {
  const { records, broken } = parseCsv(text);
  expect(broken).toEqual([]);
  return records.map(({ cells }) => cells);
}

test("quotes hold commas, line ends and doubled quotes", () => {
  const text = 'a,b\r\n"1, 2","say ""hi""\nthere"\r\n\r\n,\n';
  expect(cellsOf(text)).toEqual([
    ["a", "b"],
    ["1, 2", 'say "hi"\nthere'],
    ["", ""],
  ]);
});

test("lines are those of the file, also after a cell of several lines", () => {
  for (const end of ["\n", "\r\n"]) {
    const { records } = parseCsv(`a,b${end}"x${end}y",2${end}${end}3,4`);
    expect(records.map(({ line }) => line)).toEqual([1, 2, 5]);
  }
});

test.each([
  ["tabs", "a\tb\n1, 2\t3", ["1, 2", "3"]],
  ["semicolons", "a;b\n1,2;3", ["1,2", "3"]],
  ["a byte order mark", "\uFEFFa,b\n1,2", ["1", "2"]],
  ["a line that names the separator", "sep=;\r\na;b\r\n1,2;3", ["1,2", "3"]],
  ["lines that end in two ways", 'a,b\n1,2\r\n"3",4', ["1", "2"]],
  ["lines that end in two ways, the last cell quoted", 'a,b\n1,"2"\r\n3,4', ["1", "2"]],
  ["tabs, and a cell that begins with a quote", 'a\tb\n"Stop" is said\t3', ['"Stop" is said', "3"]],
  [
    "tabs, a cell that begins with a quote, and one in quotes",
    'a\tb\n"Stop\t"say ""hi"""',
    ['"Stop', 'say "hi"'],
  ],
])("%s", (_, text, second) => {
  expect(cellsOf(text)[1]).toEqual(second);
});

test("a quote that is never closed ends what can be read, with its line", () => {
  const { records, broken } = parseCsv('a,b\n1,"2\n3,4\n');
  expect(records).toHaveLength(1);
  expect(broken).toMatchObject([{ line: 2, reason: expect.stringContaining("never closed") }]);
});

test("what is written is read again, whatever the cells hold", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", ";", "\t", " ", "é") });
  const table = fc
    .integer({ min: 2, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));
  fc.assert(
    fc.property(table, (rows) => {
      const header = rows[0]?.map((_, i) => `c${i}`) ?? [];
      expect(cellsOf([header, ...rows].map(csvLine).join("\n")).slice(1)).toEqual(rows);
    }),
  );
});
