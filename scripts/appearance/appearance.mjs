/** What a screen looks like, and whether it still does: where its parts and tokens are, what they say, their pixels. */

/** @typedef {{ name: string, box: readonly number[], text: string }} Part */
/** @typedef {{ rgba: Uint8Array, width: number }} Picture */

/** Of a picture's pixels, how many may differ. */
export const mostPixels = 0.01;

/** Up to here a channel is the same: the pictures are kept with at most 256 colours. */
const sameChannel = 12;

/** @returns {Promise<Part[]>} in the order of the page, in whole pixels from its upper left corner */
export function readParts(/** @type {import("playwright").Page} */ page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("[data-part], .tokens .token")]
      .filter((element) => element.checkVisibility())
      .map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        const text = /** @type {HTMLElement} */ (element).innerText.replace(/\s+/g, " ").trim();
        const box = [x + scrollX, y + scrollY, width, height].map(Math.round);
        return { name: element.getAttribute("data-part") ?? "one token", box, text };
      }),
  );
}

/** The first place where two texts part, with a little around it. */
function parting(/** @type {string} */ expected, /** @type {string} */ actual) {
  let at = 0;
  while (at < expected.length && expected[at] === actual[at]) at++;
  const around = (/** @type {string} */ text) => `“…${text.slice(Math.max(0, at - 20), at + 40)}…”`;
  return `says ${around(actual)}, said ${around(expected)}`;
}

/** @returns {string[]} what is otherwise, a sentence each; empty where nothing is */
export function compareParts(/** @type {readonly Part[]} */ expected, /** @type {readonly Part[]} */ actual) {
  const names = (/** @type {readonly Part[]} */ parts) => parts.map(({ name }) => name).join(", ");
  if (names(expected) !== names(actual)) return [`has the parts ${names(actual)}, had ${names(expected)}`];
  return expected.flatMap((former, at) => {
    const present = actual[at] ?? former;
    const moved =
      former.box.join() === present.box.join()
        ? []
        : [`${former.name} is at ${present.box.join(", ")}, was at ${former.box.join(", ")}`];
    return former.text === present.text
      ? moved
      : [...moved, `${former.name} ${parting(former.text, present.text)}`];
  });
}

/** The share of pixels that differ; 1 where the sizes do. */
export function differingPixels(/** @type {Picture} */ expected, /** @type {Picture} */ actual) {
  const [a, b] = [expected.rgba, actual.rgba];
  if (expected.width !== actual.width || a.length !== b.length) return 1;
  let count = 0;
  for (let at = 0; at < a.length; at += 4) {
    const largest = Math.max(
      Math.abs((a[at] ?? 0) - (b[at] ?? 0)),
      Math.abs((a[at + 1] ?? 0) - (b[at + 1] ?? 0)),
      Math.abs((a[at + 2] ?? 0) - (b[at + 2] ?? 0)),
    );
    if (largest > sameChannel) count++;
  }
  return count / (a.length / 4);
}
