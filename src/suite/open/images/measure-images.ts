/** Sizes of a suite's images from their headers, each file once; rotated as the browser shows them. */
import type { Size } from "../../../base/ids.ts";
import type { Outcome } from "../../../base/outcome.ts";
import { success } from "../../../base/outcome.ts";
import { decodedSize } from "../../../view/decoded-size.ts";
import { type ImageFormat, sniff } from "../../../view/header/header.ts";
import { isSizeTelling, uprightSize, wasTurned } from "../../../view/upright.ts";
import type { SuiteFile } from "../files/suite-file.ts";

/** Headers end within this many bytes, unless a camera put much before them; then the whole file is read. */
const USUAL_HEADER = 65536;

/** The decoder of the browser, used to find out whether it rotates images of a format as their headers say. */
interface Turning {
  readonly decode: typeof decodedSize;
  readonly turns: Map<ImageFormat, boolean>;
}

/** The size of an image as it is shown. Without a browser to ask, images count as rotated. */
async function measure(file: SuiteFile, { decode, turns }: Turning): Promise<Outcome<Size>> {
  const start = await file.read(USUAL_HEADER);
  if (!start.ok) return start;
  let header = sniff(start.value);
  if (!header.ok && file.size > start.value.length) {
    const whole = await file.read();
    if (!whole.ok) return whole;
    header = sniff(whole.value);
  }
  if (!header.ok) return header;
  const { format, width, height } = header.value;
  if (!isSizeTelling(header.value)) return success(uprightSize(header.value));
  if (!turns.has(format)) {
    const whole = await file.read();
    const decoded = whole.ok ? await decode(whole.value) : null;
    if (decoded !== null) turns.set(format, wasTurned(header.value, decoded) ?? true);
  }
  return success(turns.get(format) === false ? { width, height } : uprightSize(header.value));
}

/** The size of the image at every distinct path, as shown, or why it has none. */
export async function measureImages(
  files: readonly SuiteFile[],
  paths: Iterable<string>,
  decode: typeof decodedSize = decodedSize,
): Promise<ReadonlyMap<string, Outcome<Size>>> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const sizes = new Map<string, Outcome<Size>>();
  const turning: Turning = { decode, turns: new Map() };
  for (const path of new Set(paths)) {
    const file = byPath.get(path);
    if (file !== undefined) sizes.set(path, await measure(file, turning));
  }
  return sizes;
}
