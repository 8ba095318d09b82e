/** Turns thrown errors into faults that a person understands. */
import { type Fault, failure, faultFrom } from "../../../base/outcome.ts";

/** Messages of ONNX Runtime, a wasm heap and the browser's buffers for a lack of memory. */
const NO_ROOM =
  /out of memory|bad_alloc|allocation failed|failed to allocate|maximum memory size|aborted\(oom|invalid (typed )?array length/i;

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** Messages of browsers and ONNX Runtime when the served file is not WebAssembly or not the module that loads it. */
const NO_PROGRAM =
  /magic (?:word|number)|doesn't start with '\\0asm'|incorrect response mime type|fetching of the wasm failed|initializeWebAssembly|dynamically imported module|importing a module script failed/i;

/** What works without the program that runs models. */
const WITHOUT_IT = "Recorded sessions, lessons and results open without it.";

/** The fault of a browser without WebAssembly, or with WebAssembly switched off. */
export const NO_WEBASSEMBLY: Fault = {
  kind: "runtime",
  message: "This browser has no WebAssembly, so no model can run in it.",
  hint: `Lockdown Mode on Apple's devices, a strict security setting or a policy may have switched it off: allow it for this page and reload, or open the page in another browser. ${WITHOUT_IT}`,
};

/** The fault if another file was served in place of the program that runs models; null for any other error. */
export function programFault(thrown: unknown): Fault | null {
  if (!NO_PROGRAM.test(messageOf(thrown))) return null;
  return {
    kind: "runtime",
    message:
      "The program that runs models could not be loaded: the server sent something else in its place, such as a login page.",
    hint: `Log in to the network or the server in another tab, then start again. If the problem persists, the WebAssembly files (.wasm) are missing on the server. ${WITHOUT_IT}`,
  };
}

/** The fault if memory ran out; null for any other error. */
function memoryFault(thrown: unknown): Fault | null {
  const message = messageOf(thrown);
  if (!NO_ROOM.test(message)) return null;
  return {
    kind: "outOfMemory",
    message: `The model ran out of memory: ${message}`,
    hint: "Restart the engine, which frees its memory, or choose a smaller model. Your work is kept.",
  };
}

/** The fault for an unexpected error. */
export function thrownFault(thrown: unknown): Fault {
  return memoryFault(thrown) ?? faultFrom("bug", thrown, "Please report this.");
}

/** The fault for a graph that could not be opened; `path` is its file. */
export function openFault(thrown: unknown, path: string): Fault {
  return (
    memoryFault(thrown) ??
    programFault(thrown) ??
    faultFrom("corrupt", thrown, `${path} could not be opened as a graph.`)
  );
}

/** The fault for a run in which ONNX Runtime threw; `device` is where the graph ran, null for wasm. */
export function runFault(thrown: unknown, device: GPUDevice | null): ReturnType<typeof failure> {
  const fault = memoryFault(thrown);
  if (fault !== null) return { ok: false, fault };
  const message = messageOf(thrown);
  if (/requires f16/.test(message)) {
    return failure(
      "unsupported",
      "The model computes in float16, and this graphics adapter has no shader-f16.",
      "Choose a precision without float16 (q4 or float32), or run the model on wasm.",
    );
  }
  const where = device === null ? "wasm" : "WebGPU";
  return failure(
    "bug",
    `The model's graph failed on ${where}: ${message}`,
    "Answer again; the graph will be reopened.",
  );
}
