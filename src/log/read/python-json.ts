/** JSON as Python writes it, which has NaN and infinities beyond the standard. */

/** A string, or a number that Python writes and JSON does not have. */
const STRING_OR_NO_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\bInfinity\b|\bNaN\b/g;

function standard(part: string): string {
  if (part.startsWith('"')) return part;
  // A number beyond the range of doubles is read as infinite.
  return part === "NaN" ? "null" : part.replace("Infinity", "1e999");
}

/** The value of a text: NaN becomes null, infinities stay what they are. Throws on anything that Python does not write. */
export function parsePythonJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (!/NaN|Infinity/.test(text)) throw thrown;
    return JSON.parse(text.replace(STRING_OR_NO_NUMBER, standard));
  }
}

/** A number as JSON that Python and browsers read alike. */
export function numberText(value: number | null): string {
  if (value === null || Number.isNaN(value)) return "null";
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? "1e999" : "-1e999";
}
