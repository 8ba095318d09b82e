/** What a command is doing, a line at a time. */

/** @typedef {import("../../src/command/output.ts").CommandProgress} Step */

/** @returns {(step: Step) => void} prints each stage once and its progress in tenths */
export function createProgress(start = Date.now()) {
  let last = "";
  return ({ what, done, total }) => {
    const tenth = total > 0 ? Math.floor((10 * done) / total) : 0;
    const line = `${what} ${tenth}`;
    if (line === last) return;
    last = line;
    const share = total > 1 ? ` ${done} of ${total}` : "";
    console.log(`${((Date.now() - start) / 1000).toFixed(1).padStart(6)} s  ${what}${share}`);
  };
}

/** Lets the page print: `window.reportStep` there is `tell` here. */
export async function listen(
  /** @type {import("playwright").Page} */ page,
  /** @type {(step: Step) => void} */ tell,
) {
  await page.exposeFunction("reportStep", tell);
}
