/** Opens recognised files on the page that they belong to. */
import type { LocalFile } from "../../source/source.ts";
import type { Actions } from "../actions.ts";
import type { Place } from "../place.ts";
import type { Recognised } from "./recognise.ts";

/** The page that a kind belongs to: models open over any page, the item builder accepts images too, and the page of a training run takes lists and images as its data. */
export function placeFor({ kind }: Pick<Recognised, "kind">, from: Place): Place {
  switch (kind) {
    case "session":
      return "playground";
    case "log":
      return "logs";
    case "results":
      return "suite";
    case "run":
      return "lab";
    case "acuity":
      return "acuity";
    case "suite":
      return from === "logs" ? "logs" : "suite";
    case "model":
      return from;
    case "picture":
      return from === "items" || from === "logs" ? from : "playground";
    default:
      return kind satisfies never;
  }
}

/** A file with its path below the dropped folder; unlike chosen files, dropped ones do not know it. */
function withPath({ path, file }: LocalFile): File {
  if (!path.includes("/") || file.webkitRelativePath) return file;
  const { name, type, lastModified } = file;
  return Object.defineProperty(new File([file], name, { type, lastModified }), "webkitRelativePath", {
    value: path,
  });
}

type Takers = Pick<
  Actions,
  "openFile" | "models" | "sessions" | "suite" | "items" | "lab" | "logs" | "acuity"
>;

/** Opens it at `place`. Returns the remaining images: the playground shows one at a time. */
export async function take(
  { kind, files }: Recognised,
  place: Place,
  actions: Takers,
): Promise<readonly LocalFile[]> {
  const [first, ...others] = files;
  if (first === undefined) return [];
  switch (kind) {
    case "session":
      await actions.sessions.openFile(first.file);
      return [];
    case "results":
      await (await actions.suite()).actions.openResults(first.file);
      return [];
    case "run":
      await (await actions.lab()).actions.openFile(first.file);
      return [];
    case "acuity":
      await (await actions.acuity()).actions.openFile(first.file);
      return [];
    case "log":
      await (await actions.logs()).actions.openLog(files.map(withPath));
      return [];
    case "suite":
      if (place === "logs") await (await actions.logs()).actions.openData(files.map(withPath));
      else await (await actions.suite()).actions.openFiles(files.map(withPath));
      return [];
    case "model":
      await actions.models.lookInto(files);
      return [];
    case "picture":
      if (place === "items") {
        await (await actions.items()).actions.openFiles(files.map(({ file }) => file));
        return [];
      }
      if (place === "logs") {
        await (await actions.logs()).actions.openData(files.map(withPath));
        return [];
      }
      await actions.openFile(first.file, first.file.name);
      return others;
    default:
      return kind satisfies never;
  }
}
