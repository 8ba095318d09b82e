/** The pictures and typefaces that scenes are painted with: fetched when first needed, then kept. */

import { photos } from "../layout/names.ts";
import type { Scene, ThingKind } from "../scene.ts";
import type { Face } from "../text/faces.ts";
import { newPen } from "./canvas.ts";

export type PictureFolder = "objects" | "sprites" | "icons" | "photos";

/** Pictures and typefaces at hand: what `prepare` was called for can be painted at once. */
export interface Assets {
  /** Fetches what the scene needs and does not have yet. */
  prepare(scene: Scene): Promise<void>;
  /** Fetches a typeface, if it is not there yet. */
  prepareFace(face: Face): Promise<void>;
  /** @throws where it was not prepared */
  picture(folder: PictureFolder, name: string): OffscreenCanvas;
}

async function fetchFile(url: URL): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname} could not be fetched: ${response.status}.`);
  return response;
}

/** As a canvas, with the file's own numbers. */
async function fetchPicture(url: URL): Promise<OffscreenCanvas> {
  const blob = await (await fetchFile(url)).blob();
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: "none" });
  const pen = newPen(bitmap.width, bitmap.height);
  pen.drawImage(bitmap, 0, 0);
  bitmap.close();
  return pen.canvas;
}

/** Left, top, right and bottom of what is not transparent. */
function visiblePart({ width, height, data }: ImageData): readonly [number, number, number, number] {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let i = 3, at = 0; i < data.length; i += 4, at++) {
    if (data[i] === 0) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
  }
  return [left, top, right, bottom];
}

function pixelsOf(canvas: OffscreenCanvas): ImageData {
  const pen = newPen(canvas.width, canvas.height);
  pen.drawImage(canvas, 0, 0);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

/** Cut to its visible part, in the middle of a square. */
function squared(canvas: OffscreenCanvas): OffscreenCanvas {
  const [left, top, right, bottom] = visiblePart(pixelsOf(canvas));
  const [width, height] = [right - left, bottom - top];
  const side = Math.max(width, height);
  const pen = newPen(side, side);
  pen.drawImage(canvas, (side - width) / 2 - left, (side - height) / 2 - top);
  return pen.canvas;
}

/** Pixels that the outside reaches through others that are not opaque. */
function outside({ width, height, data }: ImageData): Uint8Array {
  const reached = new Uint8Array(width * height);
  const open: number[] = [];
  const visit = (x: number, y: number): void => {
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    const at = y * width + x;
    if (reached[at] === 1 || (data[4 * at + 3] as number) > 100) return;
    reached[at] = 1;
    open.push(at);
  };
  for (let x = 0; x < width; x++) {
    visit(x, 0);
    visit(x, height - 1);
  }
  for (let y = 0; y < height; y++) {
    visit(0, y);
    visit(width - 1, y);
  }
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [x, y] = [at % width, Math.floor(at / width)];
    visit(x - 1, y);
    visit(x + 1, y);
    visit(x, y - 1);
    visit(x, y + 1);
  }
  return reached;
}

/** A line icon as a solid silhouette in black: everything that the outside cannot reach. */
function solid(canvas: OffscreenCanvas): OffscreenCanvas {
  const pixels = pixelsOf(canvas);
  const free = outside(pixels);
  pixels.data.fill(0);
  for (const [at, reached] of free.entries()) {
    if (reached === 0) pixels.data[4 * at + 3] = 255;
  }
  const pen = newPen(canvas.width, canvas.height);
  pen.putImageData(pixels, 0, 0);
  return pen.canvas;
}

/** The picture that a thing shows, if any. */
function pictureOf(thing: ThingKind): readonly [PictureFolder, string] | null {
  switch (thing.dim) {
    case "identification":
      return ["objects", thing.object];
    case "counting":
      return ["sprites", thing.sprite];
    case "colour":
      return ["icons", thing.icon];
    case "ocr":
    case "structure":
    case "material":
    case "text":
      return null;
    default:
      return thing satisfies never;
  }
}

/** Where typefaces are registered: a worker has its own set, a page that of its document. */
declare const self: { readonly fonts?: FontFaceSet };

/** Assets from the folders `scene/` and `scene-fonts/` below `base`. */
export function createAssets(base: URL): Assets {
  const pictures = new Map<string, Promise<OffscreenCanvas>>();
  const ready = new Map<string, OffscreenCanvas>();
  const faces = new Map<string, Promise<void>>();
  const load = async (folder: PictureFolder, name: string): Promise<OffscreenCanvas> => {
    const file = `${name}.${folder === "photos" ? "jpg" : "png"}`;
    const picture = await fetchPicture(new URL(`scene/${folder}/${file}`, base));
    if (folder === "photos") return picture;
    return folder === "icons" ? solid(squared(picture)) : squared(picture);
  };
  const preparePicture = async (folder: PictureFolder, name: string): Promise<void> => {
    const key = `${folder}/${name}`;
    const loading = pictures.get(key) ?? load(folder, name);
    pictures.set(key, loading);
    ready.set(key, await loading);
  };
  const loadFace = async (name: string): Promise<void> => {
    const file = await fetchFile(new URL(`scene-fonts/${name}.woff2`, base));
    const face = new FontFace(name, await file.arrayBuffer());
    await face.load();
    (self.fonts ?? document.fonts).add(face);
  };
  const prepareFace = (name: Face): Promise<void> => {
    const loading = faces.get(name) ?? loadFace(name);
    faces.set(name, loading);
    return loading;
  };
  return {
    prepareFace,
    async prepare({ background, things }) {
      const photo = photos.find((each) => each === background);
      const needed = things.map(pictureOf).filter((each) => each !== null);
      await Promise.all([
        ...(photo === undefined ? [] : [preparePicture("photos", photo)]),
        ...needed.map(([folder, name]) => preparePicture(folder, name)),
        ...things.flatMap((thing) => ("font" in thing ? [prepareFace(thing.font)] : [])),
      ]);
    },
    picture(folder, name) {
      const picture = ready.get(`${folder}/${name}`);
      if (picture === undefined) throw new Error(`The picture ${folder}/${name} was not prepared.`);
      return picture;
    },
  };
}
