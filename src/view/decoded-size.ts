/** The size that a browser gives a picture when it shows it. */
import type { Size } from "../base/ids.ts";

/** Null where there is no browser to ask (in Node), or where it cannot decode the picture. */
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
