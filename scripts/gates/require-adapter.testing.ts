/**
 * Runs in the browser before each file of the "gpu" project. Without an adapter every number on the GPU would go
 * unchecked, so the project fails and says what to install; it never skips.
 */

const adapter = await navigator.gpu?.requestAdapter();
if (!adapter) {
  throw new Error(
    "This Chromium offers no WebGPU adapter. The tests use its software adapter (SwiftShader), which Chrome, " +
      "Debian's chromium package and Playwright's Chromium include: install one of them (version 120 or newer), " +
      "or name it by FOVEA_CHROMIUM. With FOVEA_GPU=hardware the machine needs a GPU and its Vulkan driver.",
  );
}
if (import.meta.env["FOVEA_HARDWARE"] && adapter.info.isFallbackAdapter) {
  throw new Error(
    "FOVEA_GPU=hardware asks for this machine's own GPU, and Chromium offers only its software adapter: " +
      "install the GPU's Vulkan driver, or leave FOVEA_GPU unset.",
  );
}

export {};
