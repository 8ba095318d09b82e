/** Whether the graphics adapter is trusted to run models: each adapter is checked once, with a bundled model's golden prompt. */
import { type Outcome, success } from "../../../base/outcome.ts";
import { weightsKey } from "../../../base/weights.ts";
import { storedWeights } from "../../../model/weights.ts";
import type { ModelSource } from "../../../source/source.ts";
import type { GoldenCheck } from "../../port.ts";
import { type Loading, loadModel } from "../models/load-model.ts";
import { closeModel, type LoadedModel } from "../models/loaded-model.ts";
import { openSource } from "../models/open-source.ts";
import type { OpenFiles } from "../models/open-stored.ts";
import type { ModelBackend } from "../protocol.ts";
import { checkGolden } from "./golden.ts";

export interface Trust {
  /** Starts again with what may be another adapter; `golden` is the address of the golden model's manifest. */
  start(golden: string): void;
  /**
   * Compares WebGPU with wasm, unless this was done before or the model runs on wasm. If the golden model's files are not
   * available (a stored model is used offline), the result says so, and the next load checks again. Fault: unreliable.
   */
  check(loading: Loading, source: ModelSource, loaded: LoadedModel): Promise<Outcome<GoldenCheck>>;
}

const silent = { onProgress: () => undefined };

/** Opens the golden model for `use` and closes it again. */
async function withGolden(
  loading: Loading,
  files: OpenFiles,
  backend: ModelBackend,
  use: (loaded: LoadedModel) => Promise<Outcome<null>>,
): Promise<Outcome<null>> {
  const opened = await loadModel({ ...loading, ...silent }, files, backend);
  if (!opened.ok || opened.value === null) return opened.ok ? success(null) : opened;
  try {
    return await use(opened.value);
  } finally {
    await closeModel(opened.value);
  }
}

/** Evaluates the golden prompt on both backends; on WebGPU with `loaded` if that is the golden model itself. */
function compare(loading: Loading, files: OpenFiles, loaded: LoadedModel | null): Promise<Outcome<null>> {
  const againstWasm = (onWebgpu: LoadedModel) =>
    withGolden(loading, files, "wasm", (onWasm) => checkGolden(onWebgpu, onWasm));
  return loaded === null ? withGolden(loading, files, "webgpu", againstWasm) : againstWasm(loaded);
}

export function createTrust(): Trust {
  let golden = "";
  let passed = false;
  return {
    start(address) {
      golden = address;
      passed = false;
    },
    async check(loading, source, loaded) {
      if (loading.profile.report.model.backend === "wasm") return success({ kind: "needless" });
      if (passed) return success({ kind: "passed" });
      const site = { kind: "site", manifest: golden } as const;
      const files = await openSource(site, loading.signal, silent.onProgress);
      if (!files.ok) return success({ kind: "skipped", why: files.fault.message });
      if (files.value === null) return success({ kind: "skipped", why: "The check was stopped." });
      const { manifest } = files.value;
      const isGolden = source.kind === "site" && source.manifest === golden;
      const untouched = weightsKey(loaded.weights) === weightsKey(storedWeights(manifest));
      const checked = await compare(loading, files.value, isGolden && untouched ? loaded : null);
      passed = checked.ok && !loading.signal.aborted;
      return checked.ok ? success({ kind: "passed" }) : checked;
    },
  };
}
