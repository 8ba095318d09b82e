/** An archive packed by Python's zipfile: a folder, a deflated, a stored and a foreign file, a name beyond ASCII, a comment. */
import { expect, test } from "vitest";
import { filesOfZip } from "./zip.ts";

const PACKED =
  "UEsDBBQAAAAAAJZFdV0AAAAAAAAAAAAAAAAGAAAAc3VpdGUvUEsDBBQAAAAIAAAAIVxXN2KFCwAAACMAAAAPAAAAc3VpdGUvaGVsbG8udHh0y0jNyclXyMBHAgBQSwMEFAAAAAAAAAAhXIjizs4QAAAAEAAAABAAAABzdWl0ZS9zdG9yZWQuYmluAAECAwQFBgcICQoLDA0OD1BLAwQUAAAAAAAAACFcgxbcjAEAAAABAAAAGgAAAF9fTUFDT1NYL3N1aXRlLy5faGVsbG8udHh0eFBLAwQUAAAIAAAAACFcF19KtgYAAAAGAAAAEQAAAHN1aXRlL2dyw7bDn2UudHh0dW1sYXV0UEsBAhQDFAAAAAAAlkV1XQAAAAAAAAAAAAAAAAYAAAAAAAAAAAAQAP1BAAAAAHN1aXRlL1BLAQIUAxQAAAAIAAAAIVxXN2KFCwAAACMAAAAPAAAAAAAAAAAAAACAASQAAABzdWl0ZS9oZWxsby50eHRQSwECFAMUAAAAAAAAACFciOLOzhAAAAAQAAAAEAAAAAAAAAAAAAAAgAFcAAAAc3VpdGUvc3RvcmVkLmJpblBLAQIUAxQAAAAAAAAAIVyDFtyMAQAAAAEAAAAaAAAAAAAAAAAAAACAAZoAAABfX01BQ09TWC9zdWl0ZS8uX2hlbGxvLnR4dFBLAQIUAxQAAAgAAAAAIVwXX0q2BgAAAAYAAAARAAAAAAAAAAAAAACAAdMAAABzdWl0ZS9ncsO2w59lLnR4dFBLBQYAAAAABQAFADYBAAAIAQAAHgBhIGNvbW1lbnQgYmVoaW5kIHRoZSBkaXJlY3Rvcnk=";
const archive = new Uint8Array(Buffer.from(PACKED, "base64"));

async function open(bytes: Uint8Array<ArrayBuffer>) {
  const files = await filesOfZip(new Blob([bytes]));
  if (!files.ok) throw new Error(files.fault.message);
  return files.value;
}

test("its files without folders and what systems leave behind, unpacked when read", async () => {
  const files = await open(archive);
  expect(files.map(({ path, size }) => [path, size])).toEqual([
    ["suite/hello.txt", 35],
    ["suite/stored.bin", 16],
    ["suite/größe.txt", 6],
  ]);
  const texts = await Promise.all(files.map((file) => file.read()));
  expect(texts.map((text) => text.ok && Buffer.from(text.value).toString("latin1"))).toEqual([
    "hello hello hello hello hello hello",
    String.fromCharCode(...Array(16).keys()),
    "umlaut",
  ]);
});

test("only the first bytes, where only they are wanted", async () => {
  const [packed, stored] = await open(archive);
  expect(await packed?.read(8)).toEqual({ ok: true, value: new TextEncoder().encode("hello he") });
  expect(await stored?.read(3)).toEqual({ ok: true, value: Uint8Array.of(0, 1, 2) });
});

test("an archive that is cut off, no archive, one that contradicts itself: a fault, never a throw", async () => {
  for (let length = 0; length < archive.length - 30; length += 7) {
    const files = await filesOfZip(new Blob([archive.slice(0, length)]));
    expect(files.ok).toBe(false);
  }
  const swapped = archive.slice();
  swapped[50] = 0xff;
  const [damaged] = await open(swapped);
  const read = await damaged?.read();
  expect(read?.ok === true && read.value.length !== 35).toBe(false);
});

test("an entry that claims to be smaller than it is is refused", async () => {
  const lying = archive.slice();
  const directory = Buffer.from(lying).indexOf(Buffer.from("suite/hello.txt"), 100) - 46;
  new DataView(lying.buffer).setUint32(directory + 24, 5, true);
  const [hello] = await open(lying);
  const read = await hello?.read();
  expect(read?.ok === false ? read.fault.kind : "").toBe("corrupt");
});

test("encrypted entries and unknown methods are named", async () => {
  const directory = Buffer.from(archive).indexOf(Buffer.from("suite/hello.txt"), 100) - 46;
  const encrypted = archive.slice();
  encrypted[directory + 8] = 1;
  const bzip = archive.slice();
  bzip[directory + 10] = 12;
  for (const [bytes, word] of [
    [encrypted, "encrypted"],
    [bzip, "method 12"],
  ] as const) {
    const [file] = await open(bytes);
    const read = await file?.read();
    expect(read?.ok === false ? read.fault.message : "").toContain(word);
  }
});
