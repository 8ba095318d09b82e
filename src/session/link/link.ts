/**
 * A link to a gallery scene and its settings, short enough to read: only differences from the defaults are written.
 * `?scene=ocr-3&box=10,20,30,40&views=crop,blank&draw=group:8,temperature:1`. It contains no answers and no images; models
 * are given by their names, where anybody can get them.
 */
import * as v from "valibot";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { Divergence } from "../../evidence/replay.ts";
import { CROP, FULL, type Recipe, type RoledRecipe } from "../../evidence/views/recipe.ts";
import {
  imagesNamed,
  parseRecipe,
  parseViews,
  printRecipe,
  printViews,
} from "../../evidence/views/recipe-text.ts";
import { gateChoices, gateOf, gates } from "../../gate/catalog.ts";
import { type PixelWindow, pixelWindow } from "../../view/box.ts";
import { imageOf } from "../derived.ts";
import type { OwnFormula, SessionContent, Settings } from "../document/document.ts";
import { USUAL_SETTINGS } from "../settings.ts";
import { storedSettings } from "../stored/session.ts";
import { type LinkedModel, readModel } from "./link-models.ts";
import { differing, readPairs, writePairs } from "./link-pairs.ts";

/** The contents of a link. */
export interface SessionLink {
  /** The scene's id in the gallery. */
  readonly item: string;
  /** In pixels of the scene; null for the scene's own evidence. */
  readonly box: PixelWindow | null;
  /** Null for the scene's own question. */
  readonly question: string | null;
  readonly student: Recipe;
  readonly others: readonly RoledRecipe[];
  readonly settings: Settings;
  /** The answering model and the teacher; null where the link does not specify them. */
  readonly model: LinkedModel | null;
  readonly teacher: LinkedModel | null;
}

/** The models as a link writes them; null for a default one, or one that no link can hold. */
export interface ModelTexts {
  readonly model: string | null;
  readonly teacher: string | null;
}

const NO_MODELS: ModelTexts = { model: null, teacher: null };

const USUAL_VIEWS: readonly RoledRecipe[] = [{ role: "teacher", recipe: CROP }];

/** The names of a divergence's settings, with its support flattened. */
function flatDivergence({ support, ...rest }: Divergence): Readonly<Record<string, unknown>> {
  return support.kind === "full" ? rest : { ...rest, top: support.k, from: support.from, rest: support.rest };
}

function divergenceFrom({ top, from, rest, ...flat }: Readonly<Record<string, unknown>>): unknown {
  const support = top === undefined ? { kind: "full" } : { kind: "topK", k: top, from, rest };
  return { ...USUAL_SETTINGS.divergence, ...flat, support };
}

function settingsEntries({
  sampling,
  divergence,
  gates,
  signal,
  lines,
  formulas = [],
}: Settings): readonly [string, string][] {
  const pairs = [
    ["draw", differing({ ...sampling }, { ...USUAL_SETTINGS.sampling })],
    ["measure", differing(flatDivergence(divergence), flatDivergence(USUAL_SETTINGS.divergence))],
    ...gateChoices(gates).map(
      ({ gate, settings }) => [gate, differing(settings, gateOf(gate)?.start ?? {})] as const,
    ),
  ] as const;
  const written = pairs.flatMap(([name, values]): [string, string][] => {
    const text = writePairs(values);
    return text === "" ? [] : [[name, text]];
  });
  return [
    ...written,
    ...(signal === USUAL_SETTINGS.signal ? [] : [["signal", signal] as [string, string]]),
    ...(lines === undefined ? [] : [["lines", lines.join(",")] as [string, string]]),
    ...formulas.map(({ name, text }): [string, string] => ["formula", `${name}:${text}`]),
  ];
}

/**
 * The query of a link to the current settings. Faults: badInput (no image is open), unsupported (the image, or one that a
 * view shows, is the person's own).
 */
export function linkOf(session: SessionContent, models: ModelTexts = NO_MODELS): Outcome<string> {
  const [image, { plan, settings }] = [imageOf(session), session];
  if (image === null || plan === null) return failure("badInput", "There is nothing to link to yet.");
  const views = [...plan.others, { role: "control" as const, recipe: plan.student }];
  if (image.origin.kind === "own" || imagesNamed(views).length > 0)
    return failure(
      "unsupported",
      "A link cannot contain your own image.",
      "Save the session as a file instead, with the image in it if you like.",
    );
  const { x, y, width, height } = pixelWindow(plan.box, plan.size);
  const others = printViews(plan.others);
  const entries: readonly [string, string][] = [
    ["scene", image.origin.item],
    ["box", [x, y, width, height].join(",")],
    ["question", plan.question],
    ...(printRecipe(plan.student) === printRecipe(FULL)
      ? []
      : [["student", printRecipe(plan.student)] as [string, string]]),
    ...(others === printViews(USUAL_VIEWS) ? [] : [["views", others] as [string, string]]),
    ...settingsEntries(settings),
    ...Object.entries(models).filter((entry): entry is [string, string] => entry[1] !== null),
  ];
  return success(entries.map(([name, value]) => `${name}=${readably(value)}`).join("&"));
}

/** Escaped for a query, except for characters that are readable and allowed in addresses. */
function readably(value: string): string {
  return encodeURIComponent(value)
    .replace(/%20/g, "+")
    .replace(/%(?:2C|2F|3A|3D|3F|40)/g, (escaped) => decodeURIComponent(escaped));
}

function boxFrom(text: string | null): Outcome<PixelWindow | null> {
  if (text === null) return success(null);
  const numbers = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const [x = 0, y = 0, width = 0, height = 0] = numbers;
  return numbers.length === 4 && numbers.every(Number.isFinite)
    ? success({ x, y, width, height })
    : failure("badInput", `The link's box is “${text}”, which is not four numbers.`);
}

function viewsFrom(text: string | null): Outcome<readonly RoledRecipe[]> {
  if (text === null) return success(USUAL_VIEWS);
  return text === "" ? success([]) : parseViews(text);
}

function formulaFrom(written: string): OwnFormula {
  const [name = "", ...text] = written.split(":");
  return { name, text: text.join(":") };
}

function settingsFrom(query: URLSearchParams): Outcome<Settings> {
  const pairs = (name: string) => readPairs(query.get(name) ?? "");
  const lines = query.get("lines") ?? "";
  const formulas = query.getAll("formula").map(formulaFrom);
  const settings = {
    sampling: { ...USUAL_SETTINGS.sampling, ...pairs("draw") },
    divergence: divergenceFrom(pairs("measure")),
    gates: Object.fromEntries(gates.flatMap(({ id }) => (query.has(id) ? [[id, pairs(id)] as const] : []))),
    signal: query.get("signal") ?? USUAL_SETTINGS.signal,
    ...(lines === "" ? {} : { lines: lines.split(",") }),
    ...(formulas.length === 0 ? {} : { formulas }),
  };
  const parsed = v.safeParse(storedSettings, settings, { abortEarly: true });
  if (parsed.success) return success(parsed.output);
  const [issue] = parsed.issues;
  return failure("badInput", `The link's settings are wrong at ${v.getDotPath(issue)}: ${issue.message}`);
}

function modelFrom(text: string | null): Outcome<LinkedModel | null> {
  return text === null ? success(null) : readModel(text);
}

/** What an address asks for; null where it names no scene. Faults: badInput, for the first error in it. */
export function readLink(search: string): Outcome<SessionLink> | null {
  const query = new URLSearchParams(search);
  const item = query.get("scene");
  if (item === null) return null;
  const box = boxFrom(query.get("box"));
  if (!box.ok) return box;
  const student = parseRecipe(query.get("student") ?? printRecipe(FULL));
  if (!student.ok) return student;
  const others = viewsFrom(query.get("views"));
  if (!others.ok) return others;
  if (imagesNamed([...others.value, { role: "control", recipe: student.value }]).length > 0)
    return failure("badInput", "The link names an image that it cannot hold.");
  const settings = settingsFrom(query);
  if (!settings.ok) return settings;
  const [model, teacher] = [modelFrom(query.get("model")), modelFrom(query.get("teacher"))];
  if (!model.ok) return model;
  if (!teacher.ok) return teacher;
  return success({
    item,
    box: box.value,
    question: query.get("question"),
    student: student.value,
    others: others.value,
    settings: settings.value,
    model: model.value,
    teacher: teacher.value,
  });
}
