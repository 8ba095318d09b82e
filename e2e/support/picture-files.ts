/** Small image files, good and bad, made byte by byte. */
import { deflateSync } from "node:zlib";

export interface PictureFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

type Paint = (x: number, y: number) => readonly [red: number, green: number, blue: number, alpha: number];

export const red: Paint = () => [220, 30, 30, 255];
/** Left half opaque red, right half clear. */
export const halfClear =
  (width: number): Paint =>
  (x) =>
    x < width / 2 ? [220, 30, 30, 255] : [0, 0, 0, 0];

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");

function header(width: number, height: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([8, 6, 0, 0, 0], 8);
  return chunk("IHDR", data);
}

export function png(width: number, height: number, paint: Paint, name = "drawn.png"): PictureFile {
  const rows = Buffer.alloc(height * (1 + width * 4));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows.set(paint(x, y), y * (1 + width * 4) + 1 + x * 4);
  }
  const buffer = Buffer.concat([
    signature,
    header(width, height),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
  return { name, mimeType: "image/png", buffer };
}

/** Grey of 16 bits that uses 12 of them, as sensors give: with 8 bits it is next to black. */
export function darkPng(side = 32): PictureFile {
  const row = 1 + side * 2;
  const rows = Buffer.alloc(side * row);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) rows.writeUInt16BE(Math.floor((4095 * x) / side), y * row + 1 + 2 * x);
  const data = Buffer.alloc(13);
  data.writeUInt32BE(side, 0);
  data.writeUInt32BE(side, 4);
  data.set([16, 0, 0, 0, 0], 8);
  const pixels = chunk("IDAT", deflateSync(rows));
  const buffer = Buffer.concat([signature, chunk("IHDR", data), pixels, chunk("IEND", Buffer.alloc(0))]);
  return { name: "dark.png", mimeType: "image/png", buffer };
}

/** Says that it is huge; whoever decodes it instead of reading its header fails differently. */
export function hugePng(): PictureFile {
  const buffer = Buffer.concat([
    signature,
    header(20_000, 20_000),
    chunk("IDAT", deflateSync(Buffer.alloc(8))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
  return { name: "huge.png", mimeType: "image/png", buffer };
}

/** One frame of a GIF in colour `index` of its table: codes of three bits, the dictionary cleared before it grows. */
function gifFrame(side: number, index: number): Buffer {
  const codes: number[] = [];
  for (let pixel = 0; pixel < side * side; pixel++) codes.push(...(pixel % 2 === 0 ? [4, index] : [index]));
  codes.push(5);
  const bytes = Buffer.alloc(Math.ceil((codes.length * 3) / 8));
  codes.forEach((code, at) => {
    for (let bit = 0; bit < 3; bit++) {
      const place = at * 3 + bit;
      if (code & (1 << bit)) bytes[place >> 3] = (bytes[place >> 3] ?? 0) | (1 << (place & 7));
    }
  });
  const blocks: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += 255) {
    const block = bytes.subarray(from, from + 255);
    blocks.push(Buffer.from([block.length]), block);
  }
  const control = Buffer.from([0x21, 0xf9, 4, 0, 10, 0, 0, 0]);
  const place = Buffer.from([0x2c, 0, 0, 0, 0, side, 0, side, 0, 0, 2]);
  return Buffer.concat([control, place, ...blocks, Buffer.from([0])]);
}

/** Red first, then blue, for ever. */
export function animatedGif(side = 24): PictureFile {
  const screen = Buffer.from([side, 0, side, 0, 0x81, 0, 0]);
  const table = Buffer.from([220, 30, 30, 30, 30, 220, 0, 0, 0, 255, 255, 255]);
  const loop = Buffer.from("\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0", "latin1");
  const buffer = Buffer.concat([
    Buffer.from("GIF89a", "latin1"),
    screen,
    table,
    loop,
    gifFrame(side, 0),
    gifFrame(side, 1),
    Buffer.from([0x3b]),
  ]);
  return { name: "moving.gif", mimeType: "image/gif", buffer };
}

/** `jpeg` with an EXIF block that says: turn me a quarter clockwise. */
export function turned(jpeg: Buffer): PictureFile {
  const tiff = Buffer.from("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0", "latin1");
  const exif = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(exif.length + 2);
  const buffer = Buffer.concat([
    jpeg.subarray(0, 2),
    Buffer.from([0xff, 0xe1]),
    length,
    exif,
    jpeg.subarray(2),
  ]);
  return { name: "turned.jpg", mimeType: "image/jpeg", buffer };
}

const text = (name: string, mimeType: string, words: string): PictureFile => ({
  name,
  mimeType,
  buffer: Buffer.from(words, "latin1"),
});

/** What is refused, with the words that must tell why. */
export const refused: readonly (readonly [file: PictureFile, why: RegExp])[] = [
  [text("letter.png", "image/png", "Dear reader, this is no picture at all."), /not an image/],
  [text("empty.png", "image/png", ""), /empty/],
  [hugePng(), /20,000 × 20,000/],
  [text("cut.png", "image/png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), /truncated or damaged/],
  [
    text(
      "drawing.svg",
      "image/svg+xml",
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    ),
    /SVG/,
  ],
  [text("phone.heic", "image/heic", "\0\0\0\x18ftypheic\0\0\0\0mif1heic"), /HEIC/],
];
