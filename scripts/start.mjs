/**
 * `npm start`: installs, builds and serves, each only where needed. Options: --no-open, --engine [NAME=]URL. The port: $PORT,
 * else 4173.
 */

import "./require-node.cjs";

import process from "node:process";
import { parseArgs } from "node:util";
import { builtFolder, ensureBuild } from "./build/build.mjs";
import { serve } from "./build/server.mjs";
import { listEngines } from "./engines/list.mjs";
import { ensureDependencies } from "./process/dependencies.mjs";
import { hasDesktop, openAddress } from "./process/open-address.mjs";

const defaultPort = 4173;

/**
 * Ends the program with a sentence.
 * @returns {never}
 */
function refuse(/** @type {string} */ message) {
  console.error(message);
  process.exit(1);
}

function wantedPort() {
  const text = process.env["PORT"];
  if (!text) return defaultPort;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    return refuse(`PORT is "${text}"; it must be a whole number from 0 to 65535.`);
  }
  return port;
}

function wantedOptions() {
  try {
    const { values } = parseArgs({
      options: { "no-open": { type: "boolean" }, engine: { type: "string", multiple: true } },
    });
    return { opens: values["no-open"] !== true, engines: listEngines(values.engine ?? [], process.env) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse(`${why} The options are: npm start -- [--no-open] [--engine [NAME=]URL]`);
  }
}

const { opens, engines } = wantedOptions();
const port = wantedPort();
ensureDependencies();
if (!(await ensureBuild())) refuse("The page could not be built; the reason is above.");

const site = await serve({ folder: builtFolder, port, isolated: true, engines });
if (port !== 0 && site.port !== port) console.log(`Port ${port} is taken; using ${site.port}.`);
console.log(`Fovea is at ${site.url} (Ctrl+C ends it).`);
for (const { name, url } of engines) console.log(`The engine ${name} is ${url.href}.`);
if (opens && hasDesktop(process.env, process.platform)) openAddress(site.url);
