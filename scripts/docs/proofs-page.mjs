/** docs/proofs.md: the last results of `npm run proofs`, written and read. */

/**
 * @typedef {object} Row
 * @property {string} file
 * @property {string} title
 * @property {number} long how many it looked at
 * @property {number} small how many it looks at in `npm test`
 * @property {string} unit in the plural
 * @property {number} seconds
 * @property {boolean} passed
 * @property {string} commit of which this is the result
 */

const head = ["test", "looked at", "in `npm test`", "seconds", "result", "commit"];

const intro = `# Long proofs

Written by \`npm run proofs\`, which takes its time: these tests look at more than they do in \`npm test\`, and assert the same.
Each result is of the commit beside it.
`;

const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(" | ")} |`;
const count = (/** @type {number} */ value) => value.toLocaleString("en-US");
const order = (/** @type {Row} */ { file, title }) => `${file} ${title}`;

/** The page; its rows are in the order of files and titles. */
export function asPage(/** @type {readonly Row[]} */ rows) {
  const sorted = rows.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
  const lines = sorted.map(({ file, title, long, small, unit, seconds, passed, commit }) =>
    line([
      `\`${file}\`: ${title.replaceAll("|", "\\|")}`,
      `${count(long)} ${unit}`,
      count(small),
      seconds.toFixed(1),
      passed ? "passed" : "**failed**",
      commit,
    ]),
  );
  return [intro, line(head), line(head.map(() => "---")), ...lines, ""].join("\n");
}

/** @returns {readonly Row[]} the rows of a page that \`asPage\` wrote */
export function rowsOf(/** @type {string} */ text) {
  const row =
    /^\| `([^`]+)`: (.*) \| ([\d,]+) (.*) \| ([\d,]+) \| ([\d.]+) \| (passed|\*\*failed\*\*) \| (.*) \|$/gm;
  const number = (/** @type {string} */ digits) => Number(digits.replaceAll(",", ""));
  return [...text.matchAll(row)].map(
    ([
      ,
      file = "",
      title = "",
      long = "",
      unit = "",
      small = "",
      seconds = "",
      result = "",
      commit = "",
    ]) => ({
      ...{ file, title: title.replaceAll("\\|", "|"), long: number(long), small: number(small), unit },
      ...{ seconds: Number(seconds), passed: result === "passed", commit },
    }),
  );
}
