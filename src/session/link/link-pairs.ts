/** Named values in one parameter of a link: `group:8,temperature:1`. */

type Value = string | number;

/** The words and numbers that differ from the defaults. */
export function differing(
  values: Readonly<Record<string, unknown>>,
  usual: Readonly<Record<string, unknown>>,
): Readonly<Record<string, Value>> {
  const written = (entry: [string, unknown]): entry is [string, Value] =>
    typeof entry[1] === "number" || typeof entry[1] === "string";
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name, value]) => usual[name] !== value)
      .filter(written),
  );
}

export function writePairs(values: Readonly<Record<string, Value>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}:${value}`)
    .join(",");
}

/** The inverse; numeric values become numbers. Nothing is checked here. */
export function readPairs(text: string): Readonly<Record<string, Value>> {
  const pairs = text.split(",").flatMap((part): [string, Value][] => {
    const [name = "", value = ""] = part.split(":");
    if (name.trim() === "" || value.trim() === "") return [];
    const number = Number(value);
    return [[name.trim(), Number.isFinite(number) ? number : value.trim()]];
  });
  return Object.fromEntries(pairs);
}
