/** The images of the session as the engine stores them: 8-bit RGB, upright, over white. */
import type { ImageId } from "../../../base/ids.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import { type ImageHeader, sniff } from "../../../view/header/header.ts";
import type { Pixels } from "../../../view/pixels.ts";
import { wasTurned } from "../../../view/upright.ts";
import type { ImageFacts } from "../../port.ts";

export interface ImageStore {
  add(id: ImageId, bytes: ArrayBuffer): Promise<Outcome<ImageFacts>>;
  get(id: ImageId): Outcome<Pixels>;
  remove(id: ImageId): void;
}

/** The RGB values of a bitmap over white, as the reference implementation composes alpha. */
function pixelsOf(bitmap: ImageBitmap): Pixels | null {
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (context === null) return null;
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0);
  const rgba = context.getImageData(0, 0, width, height).data;
  const data = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    data[to] = rgba[from] as number;
    data[to + 1] = rgba[from + 1] as number;
    data[to + 2] = rgba[from + 2] as number;
  }
  return { width, height, data };
}

/** The pixels of a file, upright and over white. Faults: badInput, outOfMemory. */
export async function decodeImage(
  bytes: ArrayBuffer,
  imageOrientation: ImageOrientation = "from-image",
): Promise<Outcome<Pixels>> {
  const hint = "Open it in an image editor and save it as PNG or JPEG.";
  try {
    const bitmap = await createImageBitmap(new Blob([bytes]), {
      imageOrientation,
      colorSpaceConversion: "none",
    });
    const pixels = pixelsOf(bitmap);
    bitmap.close();
    return pixels === null
      ? failure("outOfMemory", "There is not enough memory to decode the image.", hint)
      : success(pixels);
  } catch {
    return failure(
      "badInput",
      "The image is damaged: its header is valid, but its pixels cannot be decoded.",
      hint,
    );
  }
}

/**
 * Whether the browser rotated the image: by its size if that is conclusive, otherwise by decoding it again without
 * rotation. In AVIF the rotation is part of decoding.
 */
async function isTurned(bytes: ArrayBuffer, header: ImageHeader, upright: Pixels): Promise<boolean> {
  const bySize = wasTurned(header, upright);
  if (bySize !== null) return bySize;
  if (header.format === "AVIF") return true;
  const stored = await decodeImage(bytes, "none");
  return stored.ok && stored.value.data.some((value, at) => value !== upright.data[at]);
}

/** The bit depth of a PNG is at a fixed offset. */
const isDeep = ({ format }: ImageHeader, bytes: Uint8Array): boolean => format === "PNG" && bytes[24] === 16;

export function createImageStore(): ImageStore {
  const decodedImages = new Map<ImageId, Pixels>();
  return {
    async add(id, bytes) {
      const file = new Uint8Array(bytes);
      const header = sniff(file);
      if (!header.ok) return header;
      const decoded = await decodeImage(bytes);
      if (!decoded.ok) return decoded;
      const { format, animated } = header.value;
      const { hasOtherColours } = await import("../../../view/colour/colour-profile.ts");
      const { notesOf } = await import("./image-notes.ts");
      const deep = isDeep(header.value, file);
      const notes = notesOf({
        header: header.value,
        turned: await isTurned(bytes, header.value, decoded.value),
        otherColours: await hasOtherColours(file, format),
        deep,
        brightest: deep ? decoded.value.data.reduce((most, value) => Math.max(most, value), 0) : 255,
      });
      decodedImages.set(id, decoded.value);
      const { width, height } = decoded.value;
      return success({ size: { width, height }, format, animated, notes });
    },
    remove: (id) => void decodedImages.delete(id),
    get(id) {
      const pixels = decodedImages.get(id);
      return pixels === undefined
        ? failure("notFound", "The engine does not hold this image.", "Open the image again.")
        : success(pixels);
    },
  };
}
