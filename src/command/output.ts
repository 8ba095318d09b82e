/** What a command tells the command line that opened its page: its progress. */

export interface CommandProgress {
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

declare global {
  interface Window {
    /** Provided by the command line; a page that a person opened has none. */
    reportStep?(step: CommandProgress): void;
  }
}

/** Reports how much of a step is done, for a line of progress. */
export function reportStep(what: string, done: number, total: number): void {
  window.reportStep?.({ what, done, total });
}

/** Reports bytes as megabytes with one decimal. */
export function reportMegabytes(what: string, done: number, total: number): void {
  const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10;
  reportStep(what, megabytes(done), megabytes(total));
}
