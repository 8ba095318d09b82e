/** Which rows of a long list are laid out: those in view and a few beyond, whatever the length of the list. */

export interface ListWindow {
  readonly from: number;
  /** One after the last. */
  readonly to: number;
}

/** Rows beyond the view on either side, so that scrolling shows no gap. */
const BEYOND = 8;

export function listWindow(scrolled: number, height: number, row: number, rows: number): ListWindow {
  const from = Math.max(0, Math.min(rows, Math.floor(scrolled / row)) - BEYOND);
  return { from, to: Math.min(rows, Math.ceil((scrolled + height) / row) + BEYOND) };
}

/** The row that a key moves to; null for other keys, and where there is no row. */
export function rowTarget(key: string, current: number | null, inView: number, rows: number): number | null {
  if (rows === 0) return null;
  const at = current ?? -1;
  const page = Math.max(1, inView - 1);
  const target: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: current === null ? 0 : at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: rows - 1,
  };
  const to = Object.hasOwn(target, key) ? target[key] : undefined;
  return to === undefined ? null : Math.max(0, Math.min(rows - 1, to));
}
