/** Which remote engines a person named: from `--engine` and FOVEA_ENGINES, with keys from the environment only. */

/**
 * @typedef {object} RemoteEngine
 * @property {string} name as in the page's addresses, `/engines/NAME/…`
 * @property {URL} url
 * @property {string | null} key sent to it as a bearer token; the page never learns it
 */

const NAME = /^[a-z][a-z0-9-]{0,31}$/;

/** Whether an address stays on this machine. */
export function isLoopback(/** @type {string} */ hostname) {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** The variable that holds the key of an engine. */
function keyVariable(/** @type {string} */ name) {
  return `FOVEA_ENGINE_KEY_${name.toUpperCase().replaceAll("-", "_")}`;
}

/** @returns {URL} @throws a sentence where it is no address of an engine */
function addressOf(/** @type {string} */ text) {
  if (!URL.canParse(text)) throw new Error(`"${text}" is not an address such as http://127.0.0.1:8000.`);
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new Error(`${text} is neither http nor https.`);
  if (url.username !== "" || url.password !== "")
    throw new Error(`The address of an engine holds no password; put its key into the environment.`);
  if (url.search !== "" || url.hash !== "") throw new Error(`${text} has more than a path.`);
  return url;
}

/** One entry, `URL` or `NAME=URL`; the first without a name is called "engine", the others get a number. */
function entryOf(/** @type {string} */ text, /** @type {number} */ index) {
  const [, given, rest] = /^([^=:/]+)=(.*)$/s.exec(text) ?? [];
  const name = given ?? (index === 0 ? "engine" : `engine-${index + 1}`);
  if (!NAME.test(name))
    throw new Error(`"${name}" is no name of an engine: it may have small letters, digits and hyphens.`);
  return { name, url: addressOf(rest ?? text) };
}

/**
 * The engines of a list of entries and of FOVEA_ENGINES (separated by blanks or commas), in this order.
 * @param {readonly string[]} given
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {readonly RemoteEngine[]}
 * @throws a sentence where an entry cannot be used
 */
export function listEngines(given, env) {
  const named = (env["FOVEA_ENGINES"] ?? "").split(/[\s,]+/).filter((entry) => entry !== "");
  const entries = [...given, ...named].map(entryOf);
  const engines = entries.map(({ name, url }) => {
    const key = env[keyVariable(name)] ?? null;
    if (key !== null && url.protocol === "http:" && !isLoopback(url.hostname))
      throw new Error(
        `The key of ${name} is not sent over http to another machine (${url.host}); use https.`,
      );
    return { name, url, key };
  });
  const twice = engines.find(({ name }, i) => engines.findIndex((each) => each.name === name) !== i);
  if (twice !== undefined) throw new Error(`Two engines are called ${twice.name}.`);
  return engines;
}
