/** The boxes of a row, in the notations that occur in practice; what their numbers mean is decided later. */
import { type Fields, fieldOf, unpacked } from "../columns/fields.ts";
import { folded, ROLE_NAMES } from "../columns/names.ts";

/** Four numbers, with what their notation already says. */
export interface DraftBox {
  readonly numbers: readonly number[];
  /** Null where nothing says whether the last two are a size or the opposite corner. */
  readonly corners: "size" | "opposite" | null;
  /** Null where nothing says that y comes before x; x then does, unless the suite is interpreted otherwise. */
  readonly first: "x" | "y" | null;
  /** The unit documented for this notation; null where none is. It decides between interpretations that fit. */
  readonly unit: "pixels" | "unit" | "thousandths" | null;
}

/** Names of four fields, in the order x, y and the other two, with what these are. */
const NAMED: readonly (readonly [corners: "size" | "opposite", names: readonly string[]])[] = [
  ["opposite", ["xmin", "ymin", "xmax", "ymax"]],
  ["opposite", ["x1", "y1", "x2", "y2"]],
  ["opposite", ["left", "top", "right", "bottom"]],
  ["size", ["x", "y", "width", "height"]],
  ["size", ["x", "y", "w", "h"]],
  ["size", ["left", "top", "width", "height"]],
];

function numberOf(value: unknown): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

function numbersOf(values: readonly unknown[], count: number): readonly number[] | null {
  const numbers = values.map(numberOf).filter((each) => each !== null);
  return values.length === count && numbers.length === count ? numbers : null;
}

/** What most notations leave open. */
const UNSAID = { first: null, unit: null } as const;

/** A box whose four numbers have names of their own, in a record or in columns; null where they have not. */
function namedBox(fields: Fields): DraftBox | null {
  for (const [corners, names] of NAMED) {
    const numbers = numbersOf(
      names.map((name) => fieldOf(fields, name)),
      4,
    );
    if (numbers !== null) return { numbers, corners, ...UNSAID };
  }
  return null;
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const plainBox = (numbers: readonly number[]): DraftBox => ({ numbers, corners: null, ...UNSAID });

/** Two points of two numbers each: opposite corners. */
function pointsBox(value: readonly unknown[]): DraftBox | null {
  const points = value.map((point) => (isList(point) ? numbersOf(point, 2) : null));
  const [first, second] = points;
  if (value.length !== 2 || first == null || second == null) return null;
  return { numbers: [...first, ...second], corners: "opposite", ...UNSAID };
}

/** Numbers in a text, whatever encloses them; two pairs in brackets are two points. */
function textBoxes(text: string): readonly DraftBox[] | null {
  const words = text.replace(/<[^<>]*>/g, " ").trim();
  const pairs = [...words.matchAll(/[([]\s*([^()[\],;]+)[,;]\s*([^()[\],;]+?)\s*[)\]]/g)];
  if (pairs.length === 2) {
    const box = pointsBox(pairs.map(([, x, y]) => [x, y]));
    return box === null ? null : [box];
  }
  const numbers = numbersOf(
    words.split(/[\s,;()[\]{}]+/).filter((part) => part !== ""),
    4,
  );
  return numbers === null ? null : [plainBox(numbers)];
}

function recordBoxes(fields: Fields): readonly DraftBox[] | null {
  const named = namedBox(fields);
  return named === null ? boxesField(fields) : [named];
}

/** All boxes of one value; null where it is not a box. */
function boxesOf(value: unknown): readonly DraftBox[] | null {
  if (typeof value === "string") return textBoxes(value);
  if (typeof value !== "object" || value === null) return null;
  if (!isList(value)) {
    const found = recordBoxes(value as Fields);
    return found?.length === 0 ? null : found;
  }
  const numbers = numbersOf(value, 4);
  if (numbers !== null) return [plainBox(numbers)];
  const points = pointsBox(value);
  if (points !== null) return [points];
  const boxes = value.map((each) => (typeof each === "string" ? null : boxesOf(each)));
  return boxes.some((box) => box === null) ? null : boxes.flatMap((box) => box ?? []);
}

/**
 * What a field's own name says: Qwen's `bbox_2d` holds corners, of pixels in Qwen2.5-VL and of thousandths in Qwen3-VL;
 * Gemini's `box_2d` holds corners with y before x, in thousandths.
 */
function saidBy(name: string, box: DraftBox): DraftBox {
  if (folded(name) === "bbox2d") return { ...box, corners: box.corners ?? "opposite" };
  if (folded(name) === "box2d" && box.corners === null)
    return { ...box, corners: "opposite", first: "y", unit: "thousandths" };
  return box;
}

/** Boxes of four numbers each: of a field, or of columns of their own; none where there are none; null where unusable. */
export function boxesField(fields: Fields): readonly DraftBox[] | null {
  for (const name of ROLE_NAMES.box) {
    const cell = fieldOf(fields, name);
    const value = unpacked(cell);
    if (value === undefined || value === null || value === "" || (isList(value) && value.length === 0))
      continue;
    const boxes = boxesOf(value) ?? (typeof cell === "string" ? textBoxes(cell) : null);
    return boxes?.map((box) => saidBy(name, box)) ?? null;
  }
  const columns = namedBox(fields);
  return columns === null ? [] : [columns];
}
