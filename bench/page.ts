/** The bench in a browser; scripts/bench.mjs opens this page and takes what `foveaBench` gives. */

import { onnxBaseline } from "./baselines/onnx.ts";
import { plainBaseline } from "./baselines/plain.ts";
import { tensorflowBaseline } from "./baselines/tensorflow.ts";
import { cardOf, openBenchDevice } from "./device.ts";
import type { Report } from "./report-data.ts";
import { runSuite, type Wish } from "./suite.ts";

async function run(versions: Readonly<Record<string, string>>, wish: Wish): Promise<Report> {
  const opened = await openBenchDevice(navigator.gpu);
  const { device, adapter } = opened;
  const card = cardOf(opened, navigator.userAgent, versions);
  return runSuite(
    device,
    card,
    [
      (sides) => plainBaseline(device, sides),
      (sides) => onnxBaseline(device, sides),
      (sides) => tensorflowBaseline(device, adapter.info, sides),
    ],
    wish,
    (what) => console.info(what),
  );
}

Object.assign(window, { foveaBench: run });
