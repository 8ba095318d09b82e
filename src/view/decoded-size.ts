/** The size at which a browser displays an image. */
import type { Size } from "../base/ids.ts";

/** Null outside a browser (in Node), or if the browser cannot decode the image. */
export async function decodedSize(bytes: Uint8Array): Promise<Size | null> {
  if (!("createImageBitmap" in globalThis)) return null;
  try {
    const bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]), {
      imageOrientation: "from-image",
    });
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  } catch {
    return null;
  }
}
