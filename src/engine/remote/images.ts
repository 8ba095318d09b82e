/** Images as a remote engine is sent them: the pixels of a view as a PNG in a data: URL. */
import { base64Of } from "../../base/base64.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { ShownImage } from "../../evidence/views/showing.ts";
import { isCrop } from "../../evidence/views/showing.ts";
import { resize } from "../../math/image/image.ts";
import { applyView, type Pixels } from "../../view/pixels.ts";
import { createImageStore, type ImageStore } from "../local/images/images.ts";
import type { ModelPicture, PictureRequest } from "../port.ts";
import type { Images } from "./scoring/prompts.ts";

type Edges = PictureRequest["edges"];

function rgbaOf({ width, height, data }: Pixels): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    rgba[to] = data[from] as number;
    rgba[to + 1] = data[from + 1] as number;
    rgba[to + 2] = data[from + 2] as number;
  }
  return rgba;
}

/** A PNG in a data: URL. */
export async function pngUrl(pixels: Pixels): Promise<Outcome<string>> {
  const { width, height } = pixels;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (context === null) return failure("outOfMemory", "There is not enough memory to encode the image.");
  context.putImageData(new ImageData(rgbaOf(pixels), width, height), 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
  return success(`data:image/png;base64,${base64Of(bytes)}`);
}

/** Brings the longest edge to so many pixels; a smaller picture stays as it is. */
function withEdge(pixels: Pixels, edge: number | undefined): Pixels {
  const longest = Math.max(pixels.width, pixels.height);
  if (edge === undefined || longest <= edge) return pixels;
  const side = (length: number): number => Math.max(1, Math.round((length * edge) / longest));
  return resize(pixels, side(pixels.width), side(pixels.height), "lanczos");
}

function shown(store: ImageStore, image: ShownImage, edges: Edges): Outcome<Pixels> {
  const source = store.get(image.view.source);
  if (!source.ok) return source;
  const pixels = applyView(image.view, source.value, (picture, edge) =>
    edge === undefined
      ? failure(
          "unsupported",
          "The engine does not say to what size its model resizes an image, so this view cannot be made.",
          "Choose another view, or a model in the tab.",
        )
      : success(withEdge(picture, edge)),
  );
  if (!pixels.ok) return pixels;
  const edge = isCrop(image) ? (edges.cropLongestEdge ?? edges.longestEdge) : edges.longestEdge;
  return success(withEdge(pixels.value, edge));
}

/** The images of a remote engine; `encode` makes the URL of a picture. */
export function createImages(
  encode: (pixels: Pixels) => Promise<Outcome<string>>,
  store = createImageStore(),
): Images {
  return {
    add: (id, bytes) => store.add(id, bytes),
    remove: (id) => store.remove(id),
    async url(image, edges) {
      const pixels = shown(store, image, edges);
      return pixels.ok ? encode(pixels.value) : pixels;
    },
    picture(image, edges): Outcome<ModelPicture> {
      const pixels = shown(store, image, edges);
      if (!pixels.ok) return pixels;
      const { width, height } = pixels.value;
      const size = { width, height };
      const rgba = rgbaOf(pixels.value);
      const grid = { rows: 0, columns: 0 };
      return success({ ...size, rgba, viewSize: size, tileSize: size, tiles: 1, grid, imageTokens: null });
    },
  };
}
