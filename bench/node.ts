/**
 * The bench in Node, through Dawn, so that kernels can be timed on a real GPU without a browser. The baselines that need a
 * browser's page stay out; plain TypeScript is met here too.
 */
import { create, globals } from "webgpu";
import { plainBaseline } from "./baselines/plain.ts";
import { cardOf, openBenchDevice } from "./device.ts";
import type { Report } from "./report-data.ts";
import { runSuite, type Wish } from "./suite.ts";

/** Dawn ends the process when its entry is collected while a device is in use. */
const kept = new Set<GPU>();

export async function runInNode(
  versions: Readonly<Record<string, string>>,
  wish: Wish,
  say: (what: string) => void,
): Promise<Report> {
  Object.assign(globalThis, globals);
  // Full timestamps: without this Dawn rounds them to 100 microseconds.
  const gpu = create(["disable-dawn-features=timestamp_quantization"]);
  kept.add(gpu);
  const opened = await openBenchDevice(gpu);
  const card = cardOf(opened, `Node ${process.version}, Dawn`, versions);
  return runSuite(opened.device, card, [(sides) => plainBaseline(opened.device, sides)], wish, say);
}
