/** Pictures of the page that are the same wherever they are taken, as pixels. */

import { Buffer } from "node:buffer";

/** Letters are set and drawn the same wherever the same browser runs. */
export const sameLetters = ["--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb"];

/** @returns {Promise<import("./appearance.mjs").Picture>} decoded by the browser that took it */
export async function decode(/** @type {import("playwright").Page} */ page, /** @type {Buffer} */ file) {
  const { base64, width } = await page.evaluate(async (/** @type {string} */ png) => {
    const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    if (context === null) throw new Error("no canvas");
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    let text = "";
    for (let at = 0; at < data.length; at += 8192)
      text += String.fromCharCode(...data.subarray(at, at + 8192));
    return { base64: btoa(text), width: bitmap.width };
  }, file.toString("base64"));
  return { rgba: Buffer.from(base64, "base64"), width };
}
