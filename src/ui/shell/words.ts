/** The page's words for the state of the engine. */
import type { AppState, ModelState, RunState } from "../../app/state.ts";
import { count, megabytes } from "../shared/format.ts";

export const MODEL_BACKENDS = { webgpu: "WebGPU", wasm: "wasm" } as const;
export const NUMBER_BACKENDS = { wgsl: "WGSL", cpu: "float64 on the CPU" } as const;

/** "3.1 of 8.4 MB" for bytes, "2 of 3" for steps, nothing where the end is unknown. */
function amount(stage: string, done: number, total: number): string {
  if (total <= 0) return "";
  if (stage === "download" || stage === "check") return ` · ${megabytes(done)} of ${megabytes(total)}`;
  return total > 1 ? ` · ${done} of ${total}` : "";
}

const LOADING: Readonly<Record<string, string>> = {
  download: "Fetching the model",
  check: "Checking the model’s files",
};

export function loadingWords(model: Extract<ModelState, { kind: "loading" }>): string {
  const words = LOADING[model.stage] ?? "Preparing the model";
  return `${words}${amount(model.stage, model.done, model.total)}`;
}

export function runWords(run: Exclude<RunState, { kind: "idle" }>): string {
  if (run.kind === "weighing") return "Computing gate weights…";
  if (run.kind === "replaying") {
    if (run.stage === "measure") return "Computing the divergence…";
    return run.who === "teacher"
      ? "Scoring the same tokens as the teacher…"
      : "Scoring under the other views…";
  }
  if (run.kind === "splitting") return `The gap is split${amount("", run.done, run.total)}`;
  const who = run.kind === "answering" ? "student" : "teacher";
  const tokens = run.tokens.reduce((sum, each) => sum + each.length, 0);
  if (tokens > 0) return `The ${who} answers · ${count(tokens, "token")}`;
  const words = run.stage === "encode" ? `The ${who} encodes the image` : `The ${who} reads the question`;
  return `${words}${amount(run.stage, run.done, run.total)}`;
}

/** Why no answer can be requested, or null where nothing prevents it. */
export function whyNotAnswer(state: AppState): string | null {
  if (state.engine.kind === "lost") return "The engine has stopped.";
  if (state.model.kind === "failed") return "The model could not be loaded.";
  if (state.session.plan === null) return "Choose an image first.";
  if (state.session.plan.question.trim() === "") return "Type a question first.";
  if (state.engine.kind === "starting") return "The engine is starting.";
  if (state.model.kind === "idle") return "The model is not loaded.";
  if (state.model.kind === "loading") return "The model is still loading.";
  return null;
}
