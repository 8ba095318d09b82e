/** What a throw means to a person. */
import { type Fault, failure, faultFrom } from "../../../base/outcome.ts";

/** How ONNX Runtime, a wasm heap and the browser's own buffers say that there is no more room. */
const NO_ROOM =
  /out of memory|bad_alloc|allocation failed|failed to allocate|maximum memory size|aborted\(oom|invalid (typed )?array length/i;

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** How the browsers and ONNX Runtime say that what was served is no WebAssembly, or no module that loads it. */
const NO_PROGRAM =
  /magic (?:word|number)|doesn't start with '\\0asm'|incorrect response mime type|fetching of the wasm failed|initializeWebAssembly|dynamically imported module|importing a module script failed/i;

/** What opens without the program that runs models. */
const WITHOUT_IT = "Recorded sessions, lessons and results open without it.";

/** Of a browser that has no WebAssembly, or is told to do without. */
export const NO_WEBASSEMBLY: Fault = {
  kind: "runtime",
  message: "This browser has no WebAssembly, so no model can run in it.",
  hint: `Lockdown Mode on Apple's devices, a strict security setting or a policy may have switched it off: allow it for this page and reload, or open the page in another browser. ${WITHOUT_IT}`,
};

/** The fault of a throw because something else was served than the program that runs models; null for any other. */
export function programFault(thrown: unknown): Fault | null {
  if (!NO_PROGRAM.test(messageOf(thrown))) return null;
  return {
    kind: "runtime",
    message:
      "The program that runs models could not be loaded: in the place of its file this server sent something else, such as a login page.",
    hint: `Log in to the network or the server in another tab, then start again. If it stays, the WebAssembly files (.wasm) are missing on the server. ${WITHOUT_IT}`,
  };
}

/** The fault of a throw for want of memory; null for any other. */
function memoryFault(thrown: unknown): Fault | null {
  const message = messageOf(thrown);
  if (!NO_ROOM.test(message)) return null;
  return {
    kind: "outOfMemory",
    message: `The model ran out of memory: ${message}`,
    hint: "Start the engine again, which gives back all that it took, or take a smaller model. Your work is kept.",
  };
}

/** The fault of a throw that nobody expected. */
export function thrownFault(thrown: unknown): Fault {
  return memoryFault(thrown) ?? faultFrom("bug", thrown, "Please report this.");
}

/** The fault of a graph that could not be opened; `path` is its file. */
export function openFault(thrown: unknown, path: string): Fault {
  return (
    memoryFault(thrown) ??
    programFault(thrown) ??
    faultFrom("corrupt", thrown, `${path} could not be opened as a graph.`)
  );
}

/** The fault of a run that ONNX Runtime threw out of; `device` is where the graph ran, null for wasm. */
export function runFault(thrown: unknown, device: GPUDevice | null): ReturnType<typeof failure> {
  const fault = memoryFault(thrown);
  if (fault !== null) return { ok: false, fault };
  const message = messageOf(thrown);
  if (/requires f16/.test(message)) {
    return failure(
      "unsupported",
      "The model computes in float16, and this graphics adapter has no shader-f16.",
      "Take a precision without float16 (q4 or float32), or run the model on wasm.",
    );
  }
  const where = device === null ? "wasm" : "WebGPU";
  return failure(
    "bug",
    `The model's graph failed on ${where}: ${message}`,
    "Answer again; the graph is opened anew.",
  );
}
