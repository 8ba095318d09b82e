/** The interface of the worker that paints edited scenes. */
import type { Outcome } from "../../base/outcome.ts";
import type { EditedScene } from "../edit/edited-scene.ts";

/** A painted scene to be shown, and its pixels as a file to be asked about: a BMP, which is written and read at once. */
export interface PaintedScene {
  readonly bitmap: ImageBitmap;
  readonly file: Uint8Array<ArrayBuffer>;
}

/** A painted scene as a PNG file, and the hash of its pixels (src/scene/pixels/hash.ts). */
export interface PaintedFile {
  readonly file: Uint8Array<ArrayBuffer>;
  readonly hash: string;
}

export interface ScenePainter {
  /** What the scene looks like; the bitmap becomes the caller's. Fault: network, if a picture of it cannot be fetched. */
  paint(base: string, scene: EditedScene): Promise<Outcome<PaintedScene>>;
  /** The same pixels as a file to be kept. Fault: network. */
  write(base: string, scene: EditedScene): Promise<Outcome<PaintedFile>>;
}
