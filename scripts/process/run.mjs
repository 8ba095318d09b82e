/** Child processes: the tools of node_modules, npm and the system's own, each run to its end. */

import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** The root of the checkout; every tool runs there. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * The command line that runs a package's program with this very Node. Neither `npx` nor the `.bin` links,
 * which are shell scripts on Windows and break on a path with spaces.
 * @param {string} packageName
 * @param {string} [program] where the package has several
 * @returns {string[]}
 */
export function toolCommand(packageName, program = packageName.split("/").at(-1) ?? packageName) {
  const folder = join(root, "node_modules", packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const script = typeof bin === "string" ? bin : bin[program];
  return [process.execPath, join(folder, script)];
}

/**
 * npm as it was started, else the one on the PATH (a batch file on Windows, which only a shell can run).
 * @param {string[]} parameters constants only: a shell may read them
 */
export function runNpm(parameters) {
  const script = process.env["npm_execpath"];
  const options = { cwd: root, stdio: /** @type {const} */ ("inherit") };
  const { status } = script?.endsWith("npm-cli.js")
    ? spawnSync(process.execPath, [script, ...parameters], options)
    : spawnSync(["npm", ...parameters].join(" "), { ...options, shell: true });
  return status === 0;
}

/** Ends a child and what it started in turn: on POSIX it leads a process group of its own. */
function endTree(/** @type {import("node:child_process").ChildProcess} */ child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === "win32") spawnSync("taskkill", ["/pid", String(child.pid), "/t", "/f"]);
  else process.kill(-child.pid, "SIGKILL");
}

/** @typedef {(text: string) => void} Output where the words of a command go; without one, they are shown as they come */

/**
 * Runs a command in the root.
 * @param {string[]} command
 * @param {{ limitSeconds: number, environment?: Record<string, string>, output?: Output | undefined }} options
 * @returns {Promise<boolean>} whether it ended by itself, in time and well
 */
export function runCommand(command, { limitSeconds, environment = {}, output }) {
  const [program = "", ...parameters] = command;
  return new Promise((settle) => {
    const child = spawn(program, parameters, {
      cwd: root,
      stdio: output === undefined ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...environment },
      detached: process.platform !== "win32",
    });
    if (output !== undefined)
      for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", output);
    const interrupt = () => {
      endTree(child);
      process.exit(130);
    };
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, interrupt);
    const clock = setTimeout(() => {
      (output ?? console.error)(`Stopped: it ran longer than ${limitSeconds} seconds.\n`);
      endTree(child);
    }, limitSeconds * 1000);
    const end = (/** @type {boolean} */ well) => {
      clearTimeout(clock);
      for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, interrupt);
      settle(well);
    };
    child.once("error", (fault) => {
      (output ?? console.error)(`${fault.message}\n`);
      end(false);
    });
    child.once("close", (status) => end(status === 0));
  });
}
