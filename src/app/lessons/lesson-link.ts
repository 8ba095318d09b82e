/** A lesson in the address: `?lesson=gap&page=2`, pages counted from 1; with `&plain` the screen's controls are hidden. */

export interface LessonLink {
  /** Null for the list of lessons. */
  readonly lesson: string | null;
  /** From 0. */
  readonly page: number;
  readonly plain: boolean;
}

/** What the address asks for, or null where it names no lesson. */
export function readLessonLink(search: string): LessonLink | null {
  const query = new URLSearchParams(search);
  const lesson = query.get("lesson");
  if (lesson === null) return null;
  const page = Number(query.get("page") ?? "1");
  return {
    lesson: lesson === "" ? null : lesson,
    page: Number.isInteger(page) && page > 0 ? page - 1 : 0,
    plain: query.has("plain"),
  };
}

/** The query with that lesson in it, or with none; everything else stays. */
export function withLessonLink(search: string, link: LessonLink | null): string {
  const query = new URLSearchParams(search);
  for (const name of ["lesson", "page", "plain"]) query.delete(name);
  if (link !== null) query.set("lesson", link.lesson ?? "");
  if (link !== null && link.lesson !== null) query.set("page", String(link.page + 1));
  const written = query.toString();
  const plain = link?.plain === true ? "&plain" : "";
  return written === "" ? "" : `?${written}${plain}`;
}
