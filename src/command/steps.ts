/** What a command tells of its work while it works. */

export interface Step {
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

declare global {
  interface Window {
    /** Given by the command line; a page that a person opened has none. */
    tellStep?(step: Step): void;
  }
}

export function tellStep(what: string, done: number, total: number): void {
  window.tellStep?.({ what, done, total });
}

/** Bytes as megabytes with one decimal. */
export function tellMegabytes(what: string, done: number, total: number): void {
  const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10;
  tellStep(what, megabytes(done), megabytes(total));
}
