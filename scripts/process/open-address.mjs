/** Opens an address in the person's browser where there is a desktop to open it on. */

import { spawn } from "node:child_process";
import process from "node:process";

/** Whether a window would appear before the person who typed the command. */
export function hasDesktop(
  /** @type {Readonly<Record<string, string | undefined>>} */ environment,
  /** @type {NodeJS.Platform} */ platform,
) {
  if (environment["CI"] || environment["FOVEA_NO_OPEN"]) return false;
  const display = environment["DISPLAY"] || environment["WAYLAND_DISPLAY"];
  if (platform === "win32") return !environment["SSH_CONNECTION"];
  if (platform === "darwin") return !environment["SSH_CONNECTION"];
  return Boolean(display);
}

/** @returns {[string, ...string[]]} */
function openCommand(/** @type {string} */ address) {
  if (process.platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler", address];
  return [process.platform === "darwin" ? "open" : "xdg-open", address];
}

/** A browser that does not open is no fault: the address is printed. */
export function openAddress(/** @type {string} */ address) {
  const [program, ...parameters] = openCommand(address);
  spawn(program, parameters, { stdio: "ignore", detached: true })
    .on("error", () => {})
    .unref();
}
