/** Text that must fit where nothing wraps it. */

/** A paragraph in lines of at most that many letters, broken between words. */
export function brokenIn(paragraph: string, letters: number): readonly string[] {
  const lines: string[] = [];
  for (const word of paragraph.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= letters)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
