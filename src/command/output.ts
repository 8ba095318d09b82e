/** What a command hands to the command line that opened its page: its progress, and files as text. */

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

/** Bytes are converted in parts, since a call takes a limited number of arguments. */
const PART = 0x8000;

/** The bytes of a file in base64. */
export async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += PART)
    binary += String.fromCharCode(...bytes.subarray(at, at + PART));
  return btoa(binary);
}
